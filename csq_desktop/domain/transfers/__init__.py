"""What goes from one store to another in files: what stands beside a case, whole sets of files."""
