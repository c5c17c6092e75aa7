"""Queries of the shop itself: settings, people, users, lists, events."""
