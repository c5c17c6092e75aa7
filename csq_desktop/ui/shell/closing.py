"""Noticing that the user closed a window."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class CloseWatch(QObject):
    """Emits `closed` once a watched window was closed; one that is only hidden is not closed."""

    closed = Signal()

    def watch(self, window: QWidget) -> None:
        """Watch this window too."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            QTimer.singleShot(0, self.closed.emit)
        return False
