"""Queries of what belongs to a case: why, what was done, what was written, how it ended."""
