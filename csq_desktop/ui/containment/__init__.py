"""What was done against further harm on a case."""
