"""Complaints: working a case, reading cases, moving deadlines."""
