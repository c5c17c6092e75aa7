"""What the board of cases shows."""
