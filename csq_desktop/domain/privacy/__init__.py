"""Free text and identities kept apart."""
