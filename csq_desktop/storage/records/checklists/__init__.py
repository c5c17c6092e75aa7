"""Queries of checklists: templates and runs."""
