"""The mouse wheel scrolls the page; it turns a field only once somebody has gone into the field."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

_GOING_IN = frozenset(
    {
        Qt.FocusReason.MouseFocusReason,
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
_BACK_AGAIN = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


def leave_to_page(field: QWidget) -> None:
    """Let the wheel over a field scroll the page until the field was clicked or reached by Tab.

    For whatever changes under the wheel: choices, numbers, tab bars. A combo or spin box would
    otherwise take the focus from the wheel itself, and scrolling a form would change its answers.
    """
    if field.focusPolicy() is Qt.FocusPolicy.WheelFocus:
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Wheel(field))


class _Wheel(QObject):
    """Drops the wheel of one field; focus that the program gave it does not count."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._entered = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Wheel and not (self._entered and self._field.hasFocus()):
            event.ignore()  # and so it goes on to what scrolls
            return True
        if kind == QEvent.Type.MouseButtonPress:
            self._entered = True
        elif kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            # a dialog that opens tells its first field of a Tab that nobody pressed
            entered = event.reason() in _GOING_IN and self._field.hasFocus()
            self._entered = self._entered if event.reason() in _BACK_AGAIN else entered
        return False
