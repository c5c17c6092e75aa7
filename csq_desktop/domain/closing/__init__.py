"""How a case may end: who is involved, what has to be there, who approves, what the customer says."""
