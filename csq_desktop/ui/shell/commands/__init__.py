"""What one can do in the window: one list of actions for keys, rail, Ctrl+K and the `?` list."""
