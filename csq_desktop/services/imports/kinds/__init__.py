"""What an import does with each kind of rows: one object for each."""
