"""Queries of the ordinance's registers, and of taking a person's words out again."""
