"""Customers: references, consents, and the identities the vault holds."""
