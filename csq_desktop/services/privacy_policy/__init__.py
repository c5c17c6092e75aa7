"""The privacy policy statement: made from the records as described, issued in versions."""
