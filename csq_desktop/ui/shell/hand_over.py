"""The end of a lock: the window stays, as a curtain, until the new program's stands."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from csq_desktop.ui.shell import one_instance

_STEP_MS = 40
_MOST_STEPS = 75
"""Three seconds: this process still holds the keys, which only its end clears."""


class HandOver(QObject):
    """Rings until the program that was started answers, which brings its window to the front."""

    finished = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._steps = folder, 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._on_step)
        self._timer.start()

    def _on_step(self) -> None:
        self._steps += 1
        if self._steps >= _MOST_STEPS or one_instance.ring(self._folder):
            self._timer.stop()
            self.finished.emit()
