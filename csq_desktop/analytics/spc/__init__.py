"""Control charts: samples, limits, runs and zones, and what they signal."""
