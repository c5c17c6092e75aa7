"""Taking everything that can be exported from one store to another, as a set of files."""
