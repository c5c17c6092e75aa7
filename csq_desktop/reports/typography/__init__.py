"""Typefaces, colours and type sizes, and setting words in them."""
