"""Printed pages on screen, and how they are printed."""
