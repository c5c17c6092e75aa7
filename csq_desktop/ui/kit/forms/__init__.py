"""Widgets for input: fields, forms, choices."""
