"""Groups of the fields that a complaint consists of."""
