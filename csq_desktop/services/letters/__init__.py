"""Letters to customers: templates, writing, review, issuing, papers."""
