"""Letters to customers about their cases: templates, what is merged into them, their course."""
