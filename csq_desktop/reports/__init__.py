"""Charts and printed pages drawn from ready numbers."""
