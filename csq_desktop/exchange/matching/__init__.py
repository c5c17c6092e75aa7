"""From a table to a plan: columns matched to fields, every row judged."""
