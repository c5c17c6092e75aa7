"""Imports and exports: matching, trying dry, writing, undoing."""
