"""Queries of the log of feedback: cases, their order, clocks, ties, and who deals with them."""
