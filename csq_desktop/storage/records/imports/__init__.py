"""Queries of imports and exports: batches, and the facts they compare with."""
