"""Collecting garbage in the window's own thread.

Python collects wherever it happens to count one object too many, in a worker as well. Widgets that
went out of use together, such as a page and its slots, would then be destroyed by a thread that is
not theirs, which ends the program. So nothing is collected by itself, and a timer of the window's
thread looks after it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1000


class GarbageCollection(QObject):
    """Collects what is due, as Python would by itself, from the thread it lives in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect the oldest generation that is due; how many objects nobody could reach."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if 0 < most < count]
        return gc.collect(max(generations)) if generations else 0
