"""One query module per feature: the only place with SQL for it."""
