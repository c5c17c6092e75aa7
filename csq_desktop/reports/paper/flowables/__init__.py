"""How each kind of block is laid out on a page."""
