"""Tables of the ordinance's registers."""
