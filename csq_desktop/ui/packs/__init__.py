"""The review packs page: preview, issue, reprint."""
