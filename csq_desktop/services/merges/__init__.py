"""Merging records of the same complaint, and splitting one that holds two matters."""
