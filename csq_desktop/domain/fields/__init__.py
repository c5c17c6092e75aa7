"""How a record is described: its fields, its kind, what is held, how it is listed."""
