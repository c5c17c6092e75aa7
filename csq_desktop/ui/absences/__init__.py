"""That the owner of a case is away, on its page."""
