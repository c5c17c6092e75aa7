"""Improvement actions, wherever a page lists or adds them."""
