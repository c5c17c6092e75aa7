"""A store as a whole: its backups, its checks and its recovery sheet."""
