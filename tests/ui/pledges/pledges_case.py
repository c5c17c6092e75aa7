"""Drives the pledges page the way a person does, over a real store and its workers."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.pledges.counting.counts_table import CountsTable
from csq_desktop.ui.pledges.page import PledgesPage
from tests.ui.page_case import PageDriver

W = TypeVar("W", bound=QWidget)


class Driver(PageDriver[PledgesPage]):
    """The pledges page, its dialogs and its tables of counts."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, PledgesPage)

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

    def no_dialog(self) -> bool:
        """Whether every dialog is closed."""
        return not any(one.isVisible() for one in self.page.findChildren(QDialog))

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


_KEYS = {
    "⏎": Qt.Key.Key_Return,
    "⇥": Qt.Key.Key_Tab,
    "↑": Qt.Key.Key_Up,
    "↓": Qt.Key.Key_Down,
    "←": Qt.Key.Key_Left,
    "→": Qt.Key.Key_Right,
    "⌫": Qt.Key.Key_Delete,
}
