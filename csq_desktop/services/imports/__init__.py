"""Imports and exports: matching, dry runs, writing, undoing."""
