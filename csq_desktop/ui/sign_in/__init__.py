"""Signing in to a store, with a passphrase or with the recovery key."""
