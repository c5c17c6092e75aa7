"""Sums kept with every write: the triggers that keep them, and bulk writing."""
