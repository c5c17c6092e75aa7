"""Service pledges: terms, day counts, months, charts and the public notice."""
