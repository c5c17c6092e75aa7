"""The door of an open store: whoever works with its files is inside, and it can be shut a while."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from csq_desktop.errors import StoreBusy
from csq_desktop.texts import tr

PATIENCE_SECONDS = 30.0


class Door:
    """Counts who is inside; while one thread keeps it shut, all others wait before it."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._inside = 0
        self._keeper: int | None = None

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work with the files; who keeps the door shut may do so too."""
        me = threading.get_ident()
        with self._moved:
            self._moved.wait_for(lambda: self._keeper in (None, me))
            self._inside += 1
        try:
            yield
        finally:
            with self._moved:
                self._inside -= 1
                self._moved.notify_all()

    @contextmanager
    def shut(self, seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
        """Have the files to oneself; StoreBusy when somebody stays inside for so many seconds."""
        with self._moved:
            # Not shut while waiting: who is inside may come in a second time before leaving.
            if not self._moved.wait_for(self._is_empty, seconds):
                raise StoreBusy(tr("The database is busy. Try again in a moment."))
            self._keeper = threading.get_ident()
        try:
            yield
        finally:
            with self._moved:
                self._keeper = None
                self._moved.notify_all()

    def _is_empty(self) -> bool:
        return self._inside == 0 and self._keeper is None
