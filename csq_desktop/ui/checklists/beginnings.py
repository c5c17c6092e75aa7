"""What the checklists page can be asked to begin, besides the records it can show."""

START, NEW_ACTION = "start", "new action"
