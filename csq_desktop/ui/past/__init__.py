"""The window that shows a record as it stood."""
