"""The first page: the day's work and how the month stands."""
