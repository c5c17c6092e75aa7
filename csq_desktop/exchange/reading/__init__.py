"""A stranger's file opened as a table: its format, its encoding, its limits."""
