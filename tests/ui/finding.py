"""Finds the parts of a window that a test presses and reads, by what they are and their names."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def child(inside: QWidget, kind: type[W], name: str = "") -> W:
    """The first part of that kind inside, and of that object name where one is given."""
    part = inside.findChild(kind, name) if name else inside.findChild(kind)
    assert part is not None, name or kind.__name__
    return part
