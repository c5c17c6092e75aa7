"""The data page: imports with a dry run, and exports."""
