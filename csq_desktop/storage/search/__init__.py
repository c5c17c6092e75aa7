"""Full-text search over records."""
