"""Checklists: templates, schedules, runs and their printed forms."""
