"""Tables of the log of feedback and of what ties its cases together."""
