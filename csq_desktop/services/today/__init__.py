"""The day's work and how the month stands."""
