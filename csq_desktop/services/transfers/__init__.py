"""Taking records from one store to another in files."""
