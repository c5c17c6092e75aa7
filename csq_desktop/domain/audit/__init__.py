"""The audit trail: its entries and how its objects and fields are called."""
