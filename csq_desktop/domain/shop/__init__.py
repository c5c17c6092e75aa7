"""The shop: its settings, its lists and its people."""
