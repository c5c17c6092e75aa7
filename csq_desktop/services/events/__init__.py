"""The event book: what happened in the shop."""
