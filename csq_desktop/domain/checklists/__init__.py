"""Checklists: templates, answers, schedules, and changing a template."""
