"""Lists that are written to files: what they hold, and what explains them."""
