"""The page of the event book."""
