"""The file of a case: everything of it as one document."""
