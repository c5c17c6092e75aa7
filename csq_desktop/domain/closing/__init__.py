"""How a case may end: who is involved, what it has to have, who approves, what customers say."""
