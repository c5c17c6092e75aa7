"""Labels, badges, messages and cards: widgets that display."""
