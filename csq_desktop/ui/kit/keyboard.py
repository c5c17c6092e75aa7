"""Where the keyboard can go, and the two keys of every form: Enter goes on, Ctrl+Enter saves."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from csq_desktop.texts import tr
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.scrolled import bring_into_view

FIELDS = (QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
_STOPS = (*FIELDS, QAbstractItemView, QCheckBox, QRadioButton)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@runtime_checkable
class HasSaveButton(Protocol):
    """A form, or a page with one: Ctrl+Enter anywhere in it presses its button."""

    def save_button(self) -> QPushButton | None:
        """The button that saves what is typed, where there is anything to save."""


@runtime_checkable
class UndoesTyping(Protocol):
    """A part that is typed into and has an undo of its own; Ctrl+Z goes there first."""

    def has_typing(self) -> bool:
        """Whether there is typing to undo."""


def takes_keys(widget: QWidget) -> bool:
    """Whether Tab leads to a widget now: it is shown, enabled, and takes the focus."""
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isEnabled() and widget.isVisible()


def is_enter(event: QKeyEvent) -> bool:
    """Whether a key is Enter, with nothing held down beside it."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER and held == Qt.KeyboardModifier.NoModifier


def asks_menu(event: QKeyEvent) -> bool:
    """Whether a key asks for what can be done with a row: the Menu key, or Shift+F10."""
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.key() == Qt.Key.Key_Menu or (shift and event.key() == Qt.Key.Key_F10)


def go_on(inside: QWidget, last: QPushButton | None) -> None:
    """What Enter does in a field: on to the next one of the form, then to its last button.

    Only fields are gone to, never a way out, so that Enter held down or pressed too often does
    nothing but rest on what the form is for.
    """
    holder = inside.window().focusWidget()
    if isinstance(holder, QPushButton):
        return  # held down: a button is pressed by a key of its own
    stops = _stops(inside)
    at = next((at for at, stop in enumerate(stops) if _holds(stop, holder)), None)
    following = 0 if at is None else at + 1
    if following < len(stops):
        stops[following].setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(stops[following])
    elif last is not None and takes_keys(last):
        last.setFocus(Qt.FocusReason.TabFocusReason)


def commit_words() -> None:
    """Take in what an input method still holds, such as Chinese before its last key."""
    QGuiApplication.inputMethod().commit()


def save_by_key(place: QWidget) -> None:
    """Let Ctrl+Enter anywhere in a place press the button of the form that has the keyboard."""
    save = QAction(tr("Save the form"), place)
    save.setShortcuts([QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+Return")])
    save.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    save.setAutoRepeat(False)
    save.triggered.connect(lambda: _save(place))
    place.addAction(save)


def print_button(place: QWidget) -> QPushButton | None:
    """What Ctrl+P presses: the first button in a place, named print_…, that can be pressed."""
    for button in place.findChildren(QPushButton):
        named = button.objectName().startswith("print_")
        if named and button.isEnabled() and button.isVisibleTo(place.window()):
            return button
    return None


class SaveHint(PlainLabel):
    """What a form says of Ctrl+Enter, once, near its button: what the button is called.

    While the button cannot be pressed, it says why instead.
    """

    def __init__(self, action: str) -> None:
        super().__init__("", "hint", wrap=True)
        self._missing = ""
        self.name_action(action)

    def name_action(self, action: str) -> None:
        """Say what the button is called now."""
        self._usual = tr("Ctrl+Enter: {action}", action=action.rstrip("…"))
        self.setText(self._missing or self._usual)

    def allow(self, button: QPushButton, missing: str) -> None:
        """Let the form's button be pressed once nothing is missing; else say what is."""
        allow(button, missing)
        self._missing = missing
        self.setText(missing or self._usual)


def _save(place: QWidget) -> None:
    commit_words()
    form: QObject | None = QApplication.focusWidget()
    while form is not None:
        button = form.save_button() if isinstance(form, HasSaveButton) else None
        if button is not None:
            if button.isVisible() and not button.isEnabled():
                announce(button, button.accessibleDescription())
            elif button.isVisible():
                button.click()
            return
        form = None if form is place else form.parent()


def _stops(inside: QWidget) -> list[QWidget]:
    """The fields of a form, in the order of Tab; a combo's own line is part of the combo."""
    stops: list[QWidget] = []
    widget = inside.nextInFocusChain()
    while widget is not None and widget is not inside:
        part = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
        if isinstance(widget, _STOPS) and takes_keys(widget) and not part:
            stops += [widget] if inside.isAncestorOf(widget) else []
        widget = widget.nextInFocusChain()
    return stops


def _holds(stop: QWidget, holder: QWidget | None) -> bool:
    return holder is not None and (stop is holder or stop.isAncestorOf(holder))
