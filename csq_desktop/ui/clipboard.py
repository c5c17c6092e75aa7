"""The clipboard: what shows a person leaves it after ten seconds and stays out of its history."""

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_SECONDS = 10
_OUT_OF_HISTORY = (
    ("x-kde-passwordManagerHint", b"secret"),
    ("ExcludeClipboardContentFromMonitorProcessing", b"1"),
    ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
    ("org.nspasteboard.ConcealedType", b"1"),
)


def copy(text: str, *, personal: bool = False) -> None:
    """Put text on the clipboard; personal text is taken off again after KEPT_SECONDS."""
    content = QMimeData()
    content.setText(text)
    if personal:
        for name, value in _OUT_OF_HISTORY:
            content.setData(name, value)
        QTimer.singleShot(KEPT_SECONDS * 1000, clear)
    QGuiApplication.clipboard().setMimeData(content)


def clear() -> None:
    """Empty the clipboard if what it holds came from this program."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
