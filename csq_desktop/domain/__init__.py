"""Facts and rules: frozen dataclasses, enums, plain functions; no Qt, SQL, files or clock."""
