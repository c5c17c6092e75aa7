"""The window around the pages: rail, search, lock, help, start-up, faults."""
