"""A session's desk: who works, the clock, ids, and the gate before audited tables."""
