"""One step with many cases at once, and its way back."""
