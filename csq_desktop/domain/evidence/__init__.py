"""Files that show what happened on a case: their facts, their limits, their blacked-out copies."""
