"""Queries of exports: the rows of each list, streamed."""
