"""Today's schema, one module per feature."""
