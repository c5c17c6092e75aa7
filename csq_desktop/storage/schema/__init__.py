"""The schema's revisions: making it, and upgrading an older store."""
