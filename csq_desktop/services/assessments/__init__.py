"""The initial assessment of complaints."""
