"""Checking the code of a receipt, from a case or from the data page."""
