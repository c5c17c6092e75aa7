"""The pages of a review pack, in the order of the month's work."""
