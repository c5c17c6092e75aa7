"""Editing a checklist template."""
