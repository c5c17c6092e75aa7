"""Records as they stood: asking the trail for them."""
