"""Python's search for cycles, kept to the window's thread while workers run.

It runs in whichever thread happens to allocate, and deletes what it finds there. A widget caught in
a cycle and deleted by a worker ends the program sooner or later; so workers never search.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_keepers: set[int] = set()


class GarbageKeeper(QObject):
    """Searches by a timer of its own thread from `begin` to `end`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Take the search over from Python; doing so twice does no harm."""
        _keepers.add(id(self))
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Give it back once nobody else has workers."""
        self._timer.stop()
        _keepers.discard(id(self))
        if not _keepers:
            gc.enable()

    def look(self) -> None:
        """Search the oldest generation that is due, as Python itself would."""
        due = [
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > limit > 0
        ]
        if due:
            gc.collect(max(due))
