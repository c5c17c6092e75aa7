"""Queries of pledges: terms, day counts, and what each month records."""
