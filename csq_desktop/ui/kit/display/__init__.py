"""Words, states, messages and cards: widgets that show and do not ask."""
