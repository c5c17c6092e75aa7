"""What is pure of each kind of import: its fields, how its rows are told apart and checked."""
