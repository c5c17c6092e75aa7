"""Days, months and opening hours."""
