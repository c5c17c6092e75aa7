"""Data access and correction requests (PDPO, Part 5): intake, clock, copy, answer."""
