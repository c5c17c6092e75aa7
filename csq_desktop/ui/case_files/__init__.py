"""The file of a case on its page: shown, printed, saved."""
