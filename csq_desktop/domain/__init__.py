"""Facts and rules: frozen dataclasses, enums and plain functions; no Qt, no SQL, no files, no clock."""
