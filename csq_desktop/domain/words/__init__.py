"""Words: names, numbers, and sentences in three languages."""
