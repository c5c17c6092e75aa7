"""Walks what a screen reader finds in a window and lists what it could not tell from another."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from tests.ui.assistive import labels, tree_of

Role, Text = QAccessible.Role, QAccessible.Text
NO_CONTROL = {Role.NoRole, Role.Client, Role.Pane, Role.Border, Role.StaticText, Role.Whitespace}
"""Roles that do not say what the keyboard does there."""

CONTROLS = {Role.Button, Role.CheckBox, Role.ComboBox, Role.EditableText, Role.SpinBox}

NAMED = {Role.Button, Role.CheckBox, Role.RadioButton, Role.Graphic, Role.Chart}


def faults_of(root: QWidget) -> list[str]:
    """Every part that is seen and cannot be understood by ear, and what is wrong with it."""
    return [f"{_place(part)}: {fault}" for part in tree_of(root) for fault in _faults(part)]


def _faults(part: QAccessibleInterface) -> Iterator[str]:
    state, widget = part.state(), part.object()
    if state.invisible or not isinstance(widget, QWidget) or not widget.isVisible():
        return
    name, role = part.text(Text.Name).strip(), part.role()
    if state.disabled and role in CONTROLS and not part.text(Text.Description):
        yield "cannot be used and does not say why"
    takes_keys = bool(state.focusable) and not state.disabled
    if takes_keys and not name:
        yield "takes the keyboard and has no name"
    if takes_keys and role in NO_CONTROL and not _reads(widget):
        yield f"takes the keyboard and is a {role.name}"
    if (
        role in (Role.Button, Role.CheckBox, Role.RadioButton, Role.Graphic, Role.Chart)
        and not name
    ):
        yield f"is a {role.name} without a name"
    if isinstance(widget, QComboBox) and role is Role.ComboBox and not any(labels(part)):
        yield "is a choice without a label"
    if _is_one_of(widget) and role is not Role.RadioButton:
        yield f"is one of several and a {role.name}"


def _reads(widget: QWidget) -> bool:
    """Text that is selected with the keyboard, and what scrolls."""
    return hasattr(widget, "textInteractionFlags") or widget.inherits("QAbstractScrollArea")


def _is_one_of(widget: QObject) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive()


def _place(part: QAccessibleInterface) -> str:
    names = []
    thing: QObject | None = part.object()
    while thing is not None:
        names.append(thing.objectName() or type(thing).__name__)
        thing = thing.parent()
    return " < ".join(names[:4])
