"""Widgets that ask: fields, forms, choices."""
