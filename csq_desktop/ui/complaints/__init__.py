"""The complaints page, its detail, and the dialogs that log and work a complaint."""
