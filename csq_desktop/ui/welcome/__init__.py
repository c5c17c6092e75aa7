"""Choosing a store, making a new one, trying the demo."""
