"""Nothing is cut off on a screen of 960 × 540, which is 1080p at a scale of 2."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop import texts
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context
from csq_desktop.ui.settings.page import SettingsPage
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme, tokens
from tests.factory import FixedClock
from tests.ui.small_screen import ROOM, cut_cells, cut_off


@pytest.fixture(params=texts.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.set_language(request.param)
    yield request.param
    texts.set_language("en")


def test_the_smallest_window_leaves_room_for_a_task_bar() -> None:
    assert tokens.SMALLEST_WINDOW[0] <= ROOM[0]
    assert tokens.SMALLEST_WINDOW[1] <= ROOM[1]


@pytest.mark.usefixtures("dressed")
def test_every_page_and_section_fits(context: Context, tasks: Tasks, qtbot: QtBot) -> None:
    window = MainWindow(context, entries=pages.PAGES)
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)  # the tests' screen is smaller than it
    window.resize(*ROOM)
    window.show()
    faults = []
    for entry in pages.PAGES:
        window.show_page(entry.key)
        page = window.page
        keys: list[object] = [None]
        if isinstance(page, SettingsPage):
            keys = [*page.entries]
        for key in keys:
            page.show_object(key)
            qtbot.waitUntil(lambda: not tasks.busy)
            QApplication.processEvents()
            cut = [*cut_off(window), *cut_cells(window)]
            faults += [f"{entry.key} {key}: {fault}" for fault in cut]
    assert faults == []


@pytest.mark.usefixtures("language")
def test_every_page_before_the_sign_in_fits(dressed: theme.Theme, qtbot: QtBot) -> None:
    tasks = Tasks()
    window = StartWindow(tasks, Settings(), source=FixedClock())
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)  # the tests' screen is smaller than it
    window.resize(*ROOM)
    window.show()
    for show_page in (window.show_welcome, window.show_new_store, window.show_restore):
        show_page()
        QApplication.processEvents()
        assert cut_off(window) == []
    tasks.close()
