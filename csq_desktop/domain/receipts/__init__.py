"""Receipts: what an acknowledgement proves of a complaint as it was received."""
