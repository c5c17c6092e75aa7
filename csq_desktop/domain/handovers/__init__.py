"""Hand-overs of cases: asking the new owner, and their answer."""
