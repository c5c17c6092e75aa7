"""Queries behind figures, and of what changed them afterwards."""
