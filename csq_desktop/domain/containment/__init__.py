"""Containment: what was done against further harm before the cause was known."""
