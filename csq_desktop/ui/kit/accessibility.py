"""What widgets are to a screen reader where Qt cannot know it: what is painted, and decoration.

speak_as(self, QAccessible.Role.Chart)      a widget that paints itself
speak_as(card, QAccessible.Role.Button)     and has a method `press`
decorative(picture)                         beside words that say the same
one_of(group)                               buttons of which one is chosen
"""

from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QButtonGroup, QLineEdit, QToolButton, QWidget

_ROLE, _VALUE, _DECORATIVE = "spoken_role", "spoken_value", "decorative"


def speak_as(widget: QWidget, role: QAccessible.Role, value: str = "") -> None:
    """Give a widget a role and a value. Call it before the widget has a parent.

    Qt asks once for what a widget is, and may ask as soon as it is a part of a window.
    """
    widget.setProperty(_ROLE, role)
    widget.setProperty(_VALUE, value)


def decorative(picture: QWidget) -> None:
    """Leave a picture out of what is read: Qt has no way to take it out of the tree."""
    speak_as(picture, QAccessible.Role.Graphic)
    picture.setProperty(_DECORATIVE, True)


def hide_icons(line: QLineEdit) -> None:
    """Leave out the icons of a line that cannot be pressed: to Qt they are buttons."""
    for button in line.findChildren(QToolButton):
        if not button.defaultAction().text():
            decorative(button)


def one_of(group: QButtonGroup) -> None:
    """Make buttons of which one is chosen radio buttons, and let Tab lead to the chosen one."""
    for button in group.buttons():
        button.setAutoExclusive(True)  # without it Qt takes a button that can be down for a box
    group.buttonToggled.connect(lambda _button, _on: _lead_to_the_chosen(group))
    _lead_to_the_chosen(group)


@cache
def install() -> None:
    """Answer for such widgets; once in a process."""
    QAccessible.installFactory(_interface_of)


class SpokenInterface(QAccessibleWidget):
    """Tells role, value, state and action of a widget that `speak_as` describes."""

    def text(self, kind: QAccessible.Text) -> str:
        if kind is QAccessible.Text.Value:
            return str(self.object().property(_VALUE) or "")
        return super().text(kind)

    def state(self) -> QAccessible.State:
        state = super().state()
        if self.object().property(_DECORATIVE):
            state.invisible = True
        return state

    def actionNames(self) -> list[str]:
        names = list(super().actionNames())
        return [self.pressAction(), *names] if self.role() is QAccessible.Role.Button else names

    def doAction(self, name: str) -> None:
        widget: Any = self.object()
        if name == self.pressAction():
            widget.press()
        else:
            super().doAction(name)


def _interface_of(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget):
        return None
    role = thing.property(_ROLE)
    return SpokenInterface(thing, role) if isinstance(role, QAccessible.Role) else None


def _lead_to_the_chosen(group: QButtonGroup) -> None:
    """Qt does this only when a button is given the focus, not when a page chooses one."""
    chosen = group.checkedButton()
    for button in group.buttons():
        policy = button.focusPolicy()
        if chosen in (None, button):
            button.setFocusPolicy(policy | Qt.FocusPolicy.TabFocus)
        else:
            button.setFocusPolicy(policy & ~Qt.FocusPolicy.TabFocus)
