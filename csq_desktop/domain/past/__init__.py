"""Records as they stood at an earlier moment: what is shown of them."""
