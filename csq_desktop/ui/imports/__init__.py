"""The data page: files in, matched and tried dry, and files out."""
