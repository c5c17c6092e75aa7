"""Queries of the audit trail, and of records as they stood."""
