"""Checklists on paper: blank forms, finished runs and their charts."""
