"""The main window as a test of it begins: shown, active, and with nothing under way."""

from collections.abc import Iterator, Sequence

from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page_entry import PageEntry
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.tasks import Tasks


def running_window(
    context: Context, tasks: Tasks, qtbot: QtBot, entries: Sequence[PageEntry]
) -> Iterator[MainWindow]:
    """A window with these pages; its workers have finished when the test has ended."""
    made = MainWindow(context, entries=entries)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: not tasks.busy)
    yield made
    qtbot.waitUntil(lambda: not tasks.busy)
