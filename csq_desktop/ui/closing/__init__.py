"""How cases end, in the window: staff involved, approvals, gates, signatures, responses."""
