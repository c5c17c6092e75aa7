"""Absences of people, and who stands in for them."""
