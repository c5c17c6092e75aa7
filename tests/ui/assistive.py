"""What a screen reader would be sent: Qt's own events, with no accessibility bus."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextInsertEvent,
    QAccessibleTextRemoveEvent,
    QAccessibleTextUpdateEvent,
)
from PySide6.QtWidgets import QWidget

_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"
"""QAccessible::installUpdateHandler, which PySide6 does not offer."""
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_KINDS: dict[QAccessible.Event, type[QAccessibleEvent]] = {
    QAccessible.Event.TextInserted: QAccessibleTextInsertEvent,
    QAccessible.Event.TextRemoved: QAccessibleTextRemoveEvent,
    QAccessible.Event.TextUpdated: QAccessibleTextUpdateEvent,
    QAccessible.Event.Announcement: QAccessibleAnnouncementEvent,
}


@dataclass(frozen=True)
class Spoken:
    """One event: the words it carries, and whether it interrupts.

    Its object is left alone: Qt sends events of widgets that are still being made.
    """

    event: QAccessible.Event
    words: str = ""
    assertive: bool = False


@contextmanager
def listening() -> Iterator[list[Spoken]]:
    """Every event that Qt sends meanwhile, as to a screen reader that runs."""
    heard: list[Spoken] = []
    hear = _HANDLER(lambda address: heard.append(_read(address)))
    install = getattr(ctypes.CDLL(str(_gui_library())), _INSTALL)
    install.argtypes, install.restype = [_HANDLER], ctypes.c_void_p
    QAccessible.setActive(True)
    install(hear)
    try:
        yield heard
    finally:
        install(_HANDLER())
        QAccessible.setActive(False)


def announced(heard: list[Spoken]) -> list[str]:
    """What was said aloud."""
    return [spoken.words for spoken in heard if spoken.event is QAccessible.Event.Announcement]


def tree_of(root: QObject) -> Iterator[QAccessibleInterface]:
    """Every part of a window that a screen reader finds, from the top."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    while waiting:
        part = waiting.pop()
        yield part
        children = (part.child(at) for at in range(part.childCount()))
        waiting += [each for each in children if each is not None and each.isValid()]


def toggle(widget: QWidget) -> None:
    """What a program does for people who cannot click, with what is chosen or not."""
    actions = QAccessible.queryAccessibleInterface(widget).actionInterface()
    actions.doAction(QAccessibleActionInterface.toggleAction())


def state_of(widget: QWidget) -> tuple[str, QAccessible.Role, bool]:
    """Its name, what it is, and whether it is chosen."""
    part = QAccessible.queryAccessibleInterface(widget)
    return part.text(QAccessible.Text.Name), part.role(), bool(part.state().checked)


def labels_of(widget: QWidget) -> list[str]:
    """The labels that name a widget."""
    return labels(QAccessible.queryAccessibleInterface(widget))


def labels(part: QAccessibleInterface) -> list[str]:
    """The labels that name a part of the tree."""
    related = part.relations(QAccessible.RelationFlag.Label)
    return [label.text(QAccessible.Text.Name) for label, _ in related]


def parts_of_the_tree(root: QObject) -> list[QObject]:
    """The widgets that a screen reader finds."""
    return [part.object() for part in tree_of(root) if part.object() is not None]


def _gui_library() -> Path:
    return next((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libQt6Gui.so.*"))


def _read(address: int) -> Spoken:
    event = _wrapped(address, QAccessibleEvent)
    kind = event.type()
    shiboken6.invalidate(event)  # or the same address would never be wrapped as what it is
    if kind not in _KINDS:
        return Spoken(kind)
    event = _wrapped(address, _KINDS[kind])
    try:
        return _with_words(kind, event)
    finally:
        shiboken6.invalidate(event)


def _wrapped(address: int, kind: type[QAccessibleEvent]) -> QAccessibleEvent:
    event = shiboken6.wrapInstance(address, kind)
    assert isinstance(event, QAccessibleEvent)
    return event


def _with_words(kind: QAccessible.Event, event: QAccessibleEvent) -> Spoken:
    match event:
        case QAccessibleTextInsertEvent():
            return Spoken(kind, event.textInserted())
        case QAccessibleTextRemoveEvent():
            return Spoken(kind, event.textRemoved())
        case QAccessibleTextUpdateEvent():
            return Spoken(kind, event.textRemoved() + event.textInserted())
        case QAccessibleAnnouncementEvent():
            polite = QAccessible.AnnouncementPoliteness.Polite
            return Spoken(kind, event.message(), event.politeness() is not polite)
    raise AssertionError(kind)
