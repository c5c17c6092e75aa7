"""The demo store: a believable Hong Kong shop, the same for the same seed."""
