"""The clipboard: personal data is cleared after ten seconds and stays out of its history."""

from functools import partial

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_SECONDS = 10
_OUT_OF_HISTORY = (
    ("x-kde-passwordManagerHint", b"secret"),
    ("ExcludeClipboardContentFromMonitorProcessing", b"1"),
    ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
    ("org.nspasteboard.ConcealedType", b"1"),
)
_put: list[str] = []  # what this program put there last; not every system says who owns it


def copy(text: str, *, personal: bool = False) -> None:
    """Put text on the clipboard; personal text is taken off again after KEPT_SECONDS."""
    content = QMimeData()
    content.setText(text)
    if personal:
        for name, value in _OUT_OF_HISTORY:
            content.setData(name, value)
        QTimer.singleShot(KEPT_SECONDS * 1000, partial(_take_off, text))
    QGuiApplication.clipboard().setMimeData(content)
    _put[:] = [text]


def clear() -> None:
    """Empty the clipboard if what it holds came from this program."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or clipboard.text() in _put:
        clipboard.clear()
    _put.clear()


def _take_off(text: str) -> None:
    if QGuiApplication.clipboard().text() == text:
        clear()
