"""Pages before signing in."""
