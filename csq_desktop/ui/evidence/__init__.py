"""Evidence files in the window: added on a case, looked at, blacked out."""
