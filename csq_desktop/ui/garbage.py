"""Runs Python's cyclic garbage collection in the GUI thread only, while workers run.

Python collects in whichever thread happens to allocate, and deletes there what it finds. A widget
in a reference cycle that a worker deletes crashes Qt, so workers never collect.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_keepers: set[int] = set()


class GarbageKeeper(QObject):
    """Collects by a timer of its own thread from `begin` to `end`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Take collection over from Python; may be called twice."""
        _keepers.add(id(self))
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Give it back to Python once nobody else has workers."""
        self._timer.stop()
        _keepers.discard(id(self))
        if not _keepers:
            gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        due = [
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > limit > 0
        ]
        if due:
            gc.collect(max(due))
