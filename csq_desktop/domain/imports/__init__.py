"""Imports: the fields a file may bring, and the plan of what becomes of each row."""
