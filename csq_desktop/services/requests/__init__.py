"""Data access and correction requests: intake to answer, the copy, who is told."""
