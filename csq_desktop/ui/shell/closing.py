"""Hearing that a window was closed by its user, whichever window it is."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class CloseWatch(QObject):
    """`closed` comes once the window has gone; a window that is only hidden is not closed."""

    closed = Signal()

    def watch(self, window: QWidget) -> None:
        """Listen to this window too."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            QTimer.singleShot(0, self.closed.emit)
        return False
