"""Review packs: what they hold, ask for, and how one is verified."""
