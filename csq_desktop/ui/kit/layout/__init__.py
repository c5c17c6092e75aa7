"""Layouts: how widgets share the space."""
