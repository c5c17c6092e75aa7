"""The data inventory in the window."""
