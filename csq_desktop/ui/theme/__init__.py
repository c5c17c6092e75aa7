"""Colours, sizes, typefaces and icons of the window."""
