"""The audit trail: its chain, what writes it, and comparing it with the records."""
