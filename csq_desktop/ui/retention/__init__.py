"""Retention in the window: the due list, erasing, legal holds, and what was erased."""
