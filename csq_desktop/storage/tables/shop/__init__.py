"""Tables of the shop itself and its people."""
