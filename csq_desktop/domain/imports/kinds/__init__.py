"""What is pure of each kind of import: its fields, what identifies a row, its checks."""
