"""Actions: what somebody promises to do, and by when."""
