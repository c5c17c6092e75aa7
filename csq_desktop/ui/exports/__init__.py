"""Exports: the dialog that writes a list as it is shown, and what asks for it."""
