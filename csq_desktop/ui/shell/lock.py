"""Locking: notices that nobody is at the keyboard, and clears the screen."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from csq_desktop.clock import computer_clock, running_seconds
from csq_desktop.ui.kit import clipboard

PAUSE_SECONDS = 30
_CHECK_MS = 1000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Emits `idle` after so many minutes without key or mouse, the machine's sleep included.

    Before that, every half minute without them is a `pause`.
    """

    idle = Signal()
    pause = Signal()

    def __init__(self, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._last = _moments()
        self._pauses = 0
        self._timer = QTimer(self, interval=_CHECK_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_window_changed)
        for window in app.topLevelWindows():
            window.installEventFilter(self)

    def check(self) -> None:
        """Look at the clock; the timer does so every second."""
        quiet = max(now - then for now, then in zip(_moments(), self._last, strict=True))
        if quiet >= self.minutes * 60:
            self.touch()
            self.idle.emit()
        elif (pauses := int(quiet // PAUSE_SECONDS)) > self._pauses:
            self._pauses = pauses
            self.pause.emit()

    def stop(self) -> None:
        """Watch no longer: the window is locked."""
        self._timer.stop()

    def touch(self) -> None:
        """Restart the count: somebody is there."""
        self._last, self._pauses = _moments(), 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self.touch()
        return False

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)


def _moments() -> tuple[float, float]:
    """Two clocks: the monotonic one may stop in sleep, the wall clock may be set."""
    return running_seconds(), computer_clock().timestamp()


def clear_traces(window: QWidget) -> None:
    """Close every other window and popup, empty search fields and the clipboard."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if popup.isVisible():
            popup.hide()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    for field in window.findChildren(QLineEdit):
        if field.property("role") == "search":
            field.clear()
    clipboard.clear()
