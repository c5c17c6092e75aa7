"""One command of the window: a QAction that knows its group, and whether it is of use now."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from csq_desktop.texts import mark, trc


class CommandGroup(StrEnum):
    """A part of the list of keys; they stand in this order."""

    PAGE = "page"
    PAGES = "pages"
    WINDOW = "window"

    @property
    def label(self) -> str:
        return trc("shortcuts", _GROUPS[self])


@dataclass(frozen=True, kw_only=True)
class CommandEntry:
    """What a command is; `words` and the two questions are asked anew whenever it is shown.

    While it is not `is_ready`, its key does nothing; while not `is_offered`, Ctrl+K leaves it out.
    """

    name: str
    words: Callable[[], str]
    run: Callable[[], object]
    group: CommandGroup = CommandGroup.WINDOW
    icon: str = "command"
    keys: tuple[str, ...] = ()
    is_ready: Callable[[], bool] = lambda: True
    is_offered: Callable[[], bool] = lambda: True


class Command(QAction):
    """Does nothing, and is not offered, while it is of no use.

    It is never disabled for that: what is of use changes with every selection on a page, and Qt
    asks for a key's action without asking first.
    """

    def __init__(self, entry: CommandEntry, parent: QObject) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setObjectName(entry.name)
        self.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        self.triggered.connect(lambda _checked=False: self.run())

    @property
    def is_ready(self) -> bool:
        """Whether it would do anything now."""
        return self.isEnabled() and self.entry.is_ready()

    @property
    def words(self) -> str:
        """What it does now."""
        return self.entry.words()

    @property
    def keys(self) -> str:
        """The first of its keys, as this computer writes it; empty where it has none."""
        return keys_text(self)

    @property
    def label(self) -> str:
        """What it does, and by which key."""
        return "  ".join(filter(None, (self.words, self.keys)))

    def run(self) -> None:
        """Do it, if it is of use now."""
        if self.is_ready:
            self.entry.run()


def keys_text(action: QAction) -> str:
    """The first key of an action, as this computer writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


_GROUPS = {
    CommandGroup.PAGE: mark("On this page", "shortcuts"),
    CommandGroup.PAGES: mark("Pages", "shortcuts"),
    CommandGroup.WINDOW: mark("Everywhere", "shortcuts"),
}
