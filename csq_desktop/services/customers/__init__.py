"""Customers: their records, their consents, and callers handed in sealed."""
