"""The disclosure log: what left about customers, and to whom."""
