"""The initial assessment of a case."""
