"""Answering a checklist."""
