"""Containment of complaints."""
