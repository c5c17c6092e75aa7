"""The privacy policy statement in the window."""
