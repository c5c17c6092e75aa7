"""The shop's settings: hours, deadlines, holidays and lists."""
