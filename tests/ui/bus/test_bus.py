"""Pages as a screen reader gets them: over a real bus where one can be started, else from Qt."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.shell.main_window import MainWindow
from tests.ui.assistive import tree_of
from tests.ui.bus import bus_session
from tests.ui.bus.heard_program import SECRET
from tests.ui.finding import child

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
Part = tuple[str, str, str]
"""Role, name and text."""
PAGES = {"Complaints": "Log complaint", "Customers": "New customer", "Data": "Import a file…"}
DOTS = "●" * len(SECRET)
FIELDS = ("password text", "EditableText")
CONTROLS = ("button", "check box", "text", "combo", "table", "Button", "CheckBox", "EditableText")


def over_the_bus(_qtbot: QtBot, _context: Context) -> list[list[Part]]:
    with tempfile.TemporaryDirectory(prefix="csq") as folder:  # a socket's path has to be short
        lines = bus_session.read_aloud(Path(folder), tuple(PAGES))
    return [[(role, name, text) for role, name, text in json.loads(line)] for line in lines]


def from_qt(qtbot: QtBot, context: Context) -> list[list[Part]]:
    accessibility.install()
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.show_page("settings", "passphrase")
    QTest.keyClicks(child(window.page, PassphraseField, "old_passphrase"), SECRET)
    seen = [shown_parts(window)]
    for page in PAGES:
        (button,) = [each for each in tree_of(window) if each.text(NAME) == page]
        button.actionInterface().doAction(button.actionInterface().actionNames()[0])
        qtbot.waitUntil(lambda: not context.tasks.busy)
        assert page in window.windowTitle()
        seen.append(shown_parts(window))
    return seen


def shown_parts(window: MainWindow) -> list[Part]:
    parts = [each for each in tree_of(window) if not each.state().invisible]
    return [(each.role().name, each.text(NAME), each.text(VALUE)) for each in parts]


READERS: dict[str, Callable[[QtBot, Context], list[list[Part]]]] = (
    {"bus": over_the_bus} if bus_session.can_start() else {"qt": from_qt}
)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_pages_are_found_and_a_passphrase_is_not(
    reader: Callable[[QtBot, Context], list[list[Part]]], qtbot: QtBot, context: Context
) -> None:
    first, *pages = reader(qtbot, context)
    fields = [part for part in first if part[0] in FIELDS and part[1] == "Current passphrase"]
    assert [text for _role, _name, text in fields] in ([DOTS], [""])
    assert SECRET not in json.dumps([first, *pages])
    for (page, action), parts in zip(PAGES.items(), pages, strict=True):
        assert action in {name for _role, name, _text in parts}, page
        unnamed = [part for part in parts if part[0].endswith(CONTROLS) and not part[1]]
        assert unnamed == [], page
