"""Backups: making, packing and reading the sealed file."""
