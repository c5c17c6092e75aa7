"""Retention: how long each kind of record stays, and erasing what is due."""
