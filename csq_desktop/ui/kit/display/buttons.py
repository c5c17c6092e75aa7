"""Buttons by weight: one primary per page, secondary ones beside it, links and quiet ones in place.

buttons.primary(tr("Log complaint"), self._on_log, icon="plus", name="log")
"""

from collections.abc import Callable

from PySide6.QtCore import QMargins, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget

from csq_desktop.ui.theme import icons, theme

_ICON_COLOUR = {"primary": "on_accent", "danger": "on_bad", "link": "link"}
_RINGS = {"primary": "on_accent", "danger": "on_bad", "chip": "on_accent"}
"""What the inner ring of a filled button is drawn in: seen on the fill and on the outer ring."""
Pressed = Callable[[], object]


class FocusKeepingButton(QPushButton):
    """A button that is off while its work is done has the keyboard back when it is on again.

    Qt hands the focus on when a focused widget is switched off: from a page's last button to the
    rail, where Enter would lead to another page.

    The second half of a double click presses nothing: what the first did may have put another
    record, or the way back, under the pointer.
    """

    _successor: QWidget | None = None

    def setText(self, text: str) -> None:
        """Show other words, which a screen reader says from now on too."""
        super().setText(text)
        self.setAccessibleName(text)

    def setEnabled(self, on: bool) -> None:
        if not on and self.hasFocus():
            super().setEnabled(False)
            self._successor = QApplication.focusWidget()
            return
        super().setEnabled(on)
        if on:
            successor, self._successor = self._successor, None
            if successor is not None and successor is QApplication.focusWidget():
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("role") in ("primary", "danger"):
            _ring_inside(self)


class CheckedBoldButton(QPushButton):
    """A button whose words are bold while it is checked, and as wide as they are then.

    Qt measures the plain words alone; so the bold ones fit, and checking it moves no neighbour.
    """

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setBold(True)
        more = QFontMetrics(bold).horizontalAdvance(self.text())
        more -= self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint().grownBy(QMargins(0, 0, max(0, more), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("role") == "chip" and self.isChecked():
            _ring_inside(self)


def answers_enter(event: QKeyEvent, focused: QWidget | None) -> bool:
    """Press the focused button on Enter, as Space does; outside dialogs Qt leaves that undone."""
    pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if not pressed or not isinstance(focused, QPushButton | QToolButton):
        return False
    focused.click()
    return True


def primary(
    text: str, pressed: Pressed | None = None, *, icon: str = "", name: str = ""
) -> QPushButton:
    """The one button a page or dialog is about."""
    return _button(text, "primary", pressed, icon=icon, name=name)


def secondary(
    text: str, pressed: Pressed | None = None, *, icon: str = "", name: str = ""
) -> QPushButton:
    """An ordinary button."""
    return _button(text, "secondary", pressed, icon=icon, name=name)


def danger(
    text: str, pressed: Pressed | None = None, *, icon: str = "", name: str = ""
) -> QPushButton:
    """A button for what cannot be undone; never the default."""
    button = _button(text, "danger", pressed, icon=icon, name=name)
    button.setAutoDefault(False)
    return button


def link(
    text: str, pressed: Pressed | None = None, *, icon: str = "", name: str = ""
) -> QPushButton:
    """A small action in the middle of words."""
    button = _button(text, "link", pressed, icon=icon, name=name)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(False)
    return button


def quiet(
    text: str, pressed: Pressed | None = None, *, icon: str = "", name: str = ""
) -> QPushButton:
    """A small, grey action at the edge of a card or a filter line."""
    button = _button(text, "quiet", pressed, icon=icon, name=name)
    button.setAutoDefault(False)
    return button


def icon_only(
    accessible: str, icon: str, pressed: Pressed | None = None, *, name: str = ""
) -> QToolButton:
    """A button that is only a picture; `accessible` is its tool tip and its spoken name."""
    button = QToolButton()
    button.setProperty("role", "quiet")
    button.setIcon(icons.icon(icon))
    button.setIconSize(_icon_size())
    button.setToolTip(accessible)
    button.setAccessibleName(accessible)
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if pressed is not None:
        button.clicked.connect(lambda: pressed())
    return button


def with_menu(text: str, menu: QMenu, *, icon: str = "", name: str = "") -> QPushButton:
    """A quiet button that opens a menu."""
    button = quiet(text, icon=icon or "chevron-down", name=name)
    if not icon:
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    menu.setParent(button, menu.windowFlags())
    # else it takes the button's: marks on the left, and the right arrow key opens no part of it
    menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    button.setMenu(menu)
    return button


def _button(text: str, role: str, pressed: Pressed | None, *, icon: str, name: str) -> QPushButton:
    button = FocusKeepingButton(text)
    button.setProperty("role", role)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if icon:
        button.setIcon(icons.icon(icon, _ICON_COLOUR.get(role, "muted")))
        button.setIconSize(_icon_size())
    if pressed is not None:
        button.clicked.connect(lambda: pressed())
    return button


def _ring_inside(button: QPushButton) -> None:
    """Show where the keyboard is: no colour stands out from a fill and from the page alike.

    The style sheet draws the outer ring, which is seen against the page; this one is seen on the
    fill.
    """
    if not button.hasFocus():
        return
    colour = QColor(getattr(theme.current().colours, _RINGS[button.property("role")]))
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.drawRoundedRect(QRectF(button.rect()).adjusted(3, 3, -3, -3), 5, 5)


def _icon_size() -> QSize:
    side = theme.current().px(17)
    return QSize(side, side)
