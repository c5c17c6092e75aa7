"""Exports: lists as they are shown, written to files with what explains them."""
