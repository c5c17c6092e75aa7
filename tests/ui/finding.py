"""Finds the parts of a window that a test presses and reads, by what they are and their names."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from csq_desktop.ui.kit.display.messages import InlineMessage

T = TypeVar("T", bound=QObject)


def child(inside: QObject, kind: type[T], name: str = "") -> T:
    """The first part of that kind inside, and of that object name where one is given."""
    part = inside.findChild(kind, name) if name else inside.findChild(kind)
    assert part is not None, name or kind.__name__
    return part


def visible(inside: QWidget, kind: type[T], name: str) -> T:
    """The part of that kind and object name inside that can be seen."""
    part = next((part for part in shown(inside, kind) if part.objectName() == name), None)
    assert part is not None, name
    return part


def shown(inside: QWidget, kind: type[T]) -> list[T]:
    """Every part of that kind inside that can be seen."""
    parts = inside.findChildren(kind)
    return [part for part in parts if isinstance(part, QWidget) and part.isVisible()]


def take_up(message: InlineMessage) -> None:
    """Press what a message offers to do."""
    action = child(message, QPushButton, "message_action")
    assert action.isVisibleTo(message)
    action.click()
