"""Alerts of complaints that come closer together than chance allows."""
