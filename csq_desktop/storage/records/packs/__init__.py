"""Queries of review packs, their definitions and what they ask for."""
