"""The revision of each file's schema that this release reads and writes."""

HEAD_STORE = "s0001"
HEAD_VAULT = "v0001"
