"""Indicators: the figures the product prints, with all they were computed from."""
