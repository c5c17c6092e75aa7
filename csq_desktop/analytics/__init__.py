"""Sums over many facts: proportions, control charts, scores; frozen results out."""
