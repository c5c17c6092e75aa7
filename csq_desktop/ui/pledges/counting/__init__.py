"""Typing, pasting and saving the counts of days."""
