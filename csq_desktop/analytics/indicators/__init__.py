"""Measures over their months: verdicts, limits and signals."""
