"""Keeping a store sound: checks, repair, re-keying, restoring, redoing."""
