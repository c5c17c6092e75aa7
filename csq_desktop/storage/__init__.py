"""The two encrypted files of a store: keys, engine, tables, search, audit trail, backup."""
