"""Nothing but windows, dialogs and menus ever stands alone on the screen.

A part that is shown before it has a place becomes a window of its own for a moment: it flickers
and takes the keyboard away.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.page import ChecklistsPage
from csq_desktop.ui.context import Context
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from tests.checklist_case import give_out


class Watch(QObject):
    """Notes every widget without a parent that is shown, but for main windows and dialogs."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            alone = watched.isWindow() and watched.parent() is None
            if alone and not isinstance(watched, MainWindow | QDialog):
                self.strays.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    watching = Watch()
    qapp.installEventFilter(watching)
    yield watching
    qapp.removeEventFilter(watching)


@pytest.fixture
def window(qtbot: QtBot, context: Context, store: Store, watch: Watch) -> MainWindow:
    give_out(store)
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    return made


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(2):
        qtbot.waitUntil(lambda: not window.context.tasks.busy, timeout=20_000)
        QApplication.processEvents()


def test_no_part_of_a_page_stands_alone(qtbot: QtBot, window: MainWindow, watch: Watch) -> None:
    for entry in pages.PAGES:
        if entry.key != "imports":  # its first button asks for a file in a window of the system
            window.show_page(entry.key)
            settle(qtbot, window)
            window.page.primary_action()
            settle(qtbot, window)
            for dialog in window.findChildren(QDialog):
                dialog.close()
    window.show_page("imports")
    settle(qtbot, window)
    assert watch.strays == []


def test_no_part_of_a_checklist_stands_alone(
    qtbot: QtBot, window: MainWindow, watch: Watch
) -> None:
    window.show_page("checklists")
    settle(qtbot, window)
    page = window.page
    assert isinstance(page, ChecklistsPage)
    page.edit(0)
    settle(qtbot, window)
    page.show_home()
    settle(qtbot, window)
    page.home.table.choose(0)
    page.primary_action()
    settle(qtbot, window)
    assert page.view is page.run
    assert watch.strays == []


def test_a_part_that_does_is_noticed(qtbot: QtBot, window: MainWindow, watch: Watch) -> None:
    stray = QLabel("alone")
    qtbot.addWidget(stray)
    stray.setVisible(True)
    assert watch.strays == ["QLabel "]
