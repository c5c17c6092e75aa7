"""Cells of a file read as what they stand for: dates, numbers, phones, words of a list."""
