"""Queries of customers: identities, consents, duplicates and merges."""
