"""Lists and figures written to files."""
