"""Tables of what belongs to a case."""
