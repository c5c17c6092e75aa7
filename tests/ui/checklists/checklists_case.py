"""The checklists page over a real store, and short ways to press its keys."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.page import ChecklistsPage
from csq_desktop.ui.checklists.running.item_card import ItemCard
from csq_desktop.ui.context import Context
from tests.checklist_case import jpeg_of
from tests.ui.finding import visible
from tests.ui.page_case import PageDriver

T = TypeVar("T")
WIDE = 1118  # the shop's PC without the rail


class Driver(PageDriver[ChecklistsPage]):
    """The checklists page; its keys go to where the keyboard is."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, ChecklistsPage, wide=WIDE)
        context.navigated.connect(self._on_navigated)
        self.page.windowHandle().requestActivate()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()

    def keys(self, *keys: Qt.Key) -> None:
        """Press keys where the keyboard is."""
        for key in keys:
            where = QApplication.focusWidget()
            assert where is not None
            QTest.keyClick(where, key)
        self.settle()

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        where = QApplication.focusWidget()
        assert isinstance(where, QLineEdit | QPlainTextEdit), where
        QTest.keyClicks(where, words)

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Press the button of that name."""
        visible(inside or self.page, QAbstractButton, name).click()
        self.settle()

    def find(self, name: str, inside: QWidget | None = None) -> QWidget:
        """The shown widget of that name."""
        return visible(inside or self.page, QWidget, name)

    def shows(self, view: QWidget) -> bool:
        """Whether this view of the page is the one in front."""
        return self.page.view is view

    def focused(self) -> str:
        """The name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""

    @property
    def message(self) -> str:
        """What the page says above its view."""
        return self.page.message.text

    def card(self, code: str) -> ItemCard:
        """The card of an item of the section shown."""
        return next(card for card in self.page.run.cards if card.code == code)

    def begin(self, row: int = 0) -> None:
        """Start the checklist in that row."""
        self.page.home.table.choose(row)
        self.settle()
        self.page.primary_action()
        self.settle()

    def look(self, query: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Ask the store itself."""
        with self.store.reading() as session:
            return query(session, *args, **kwargs)

    def do(self, job: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Do something behind the page's back, and let it hear."""
        with self.store.writing() as session:
            done = job(session, *args, **kwargs)
        self.page.reload()
        self.settle()
        return done

    def _on_navigated(self, key: str, object_id: object) -> None:
        assert key == "checklists"
        self.page.show_object(object_id)


def picture(folder: Path, name: str = "room.jpg") -> str:
    """The path of a photo."""
    path = folder / name
    path.write_bytes(jpeg_of(320, 240))
    return str(path)
