"""How cases end: staff involved, approvals, gates, signatures, what the customer says of it."""
