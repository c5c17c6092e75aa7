"""Indicators: the figures of a month, their details and their charts."""
