"""Files on disk: encrypted connections, locks, atomic writes, room left."""
