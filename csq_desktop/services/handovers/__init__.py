"""Hand-overs of cases."""
