"""Drives the pledges page the way a person does, over a real store and its workers."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.dialog import Dialog
from csq_desktop.ui.pledges.counts_table import CountsTable
from csq_desktop.ui.pledges.page import PledgesPage

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=Dialog)


class Driver:
    """One page, what it said, and hands on its keys."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        self.qtbot, self.context, self.store = qtbot, context, store
        self.toasts: list[ToastText] = []
        self.faults: list[str] = []
        self.went: list[tuple[str, object]] = []
        context.toasted.connect(self.toasts.append)
        context.tasks.broke.connect(self.faults.append)
        context.navigated.connect(lambda key, at: self.went.append((key, at)))
        self.page = PledgesPage(context)
        qtbot.addWidget(self.page)
        self.page.resize(1150, 768)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        """Wait until every job is done and drawn."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)
        assert self.faults == []

    def button(self, name: str, inside: QWidget | None = None) -> QPushButton:
        """A visible button by its name."""
        found = (inside or self.page).findChildren(QPushButton, name)
        return next(one for one in found if one.isVisible())

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Press a button with the keyboard."""
        button = self.button(name, inside)
        assert button.isEnabled()
        button.setFocus()
        self.qtbot.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def menu(self, words: str) -> None:
        """Choose from the pledge's menu."""
        actions = self.page.detail.more.menu().actions()
        next(one for one in actions if one.text() == words).trigger()
        self.settle()

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of that kind."""
        return next(one for one in self.page.findChildren(kind) if one.isVisible())

    def no_dialog(self) -> bool:
        """Whether every dialog is closed."""
        return not any(one.isVisible() for one in self.page.findChildren(QDialog))

    def submit(self, dialog: Dialog) -> None:
        """Press Ctrl+Enter in a dialog."""
        self.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def type(self, table: CountsTable, keys: str) -> None:
        """Type into a table of counts: letters, ⏎, ⇥, ⇤ (Tab back), ↑ ↓ ← → and ⌫."""
        for key in keys:
            where = table.indexWidget(table.currentIndex()) or table
            if key == "⇤":
                self.qtbot.keyClick(where, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
            elif key in _KEYS:
                self.qtbot.keyClick(where, _KEYS[key])
            else:
                self.qtbot.keyClicks(where, key)
            QApplication.processEvents()

    def undo(self, which: int = -1) -> None:
        """Take the last thing back, or an earlier one, as its toast offers."""
        undo = self.toasts[which].undo
        assert undo is not None
        undo()
        self.settle()


_KEYS = {
    "⏎": Qt.Key.Key_Return,
    "⇥": Qt.Key.Key_Tab,
    "↑": Qt.Key.Key_Up,
    "↓": Qt.Key.Key_Down,
    "←": Qt.Key.Key_Left,
    "→": Qt.Key.Key_Right,
    "⌫": Qt.Key.Key_Delete,
}
