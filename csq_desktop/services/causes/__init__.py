"""Why complaints arose."""
