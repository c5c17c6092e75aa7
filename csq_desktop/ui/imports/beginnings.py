"""What the data page can be asked to begin with."""

EXPORT = "export"
