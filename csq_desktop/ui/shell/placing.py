"""Where a window stands: where it was left, or else at a size that fits its screen."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)
"""What the title bar and borders of a window take; the system tells only once it is shown."""


def place(window: QWidget, geometry: str, usual: tuple[int, int]) -> None:
    """Put a window where it was left, or at its usual size; maximised where that does not fit.

    Qt moves a window that was left on a screen which is gone onto one that is there.
    """
    left = QByteArray.fromBase64(geometry.encode("ascii", "ignore"))
    if geometry and window.restoreGeometry(left):
        return
    size, room = QSize(*usual), window.screen().availableGeometry().size()
    fitting = size.boundedTo(room - _FRAME)
    window.resize(fitting.expandedTo(window.minimumSize()))
    if fitting != size:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def geometry(window: QWidget) -> str:
    """The place, size and state of a window, for `place`."""
    return bytes(window.saveGeometry().toBase64().data()).decode()
