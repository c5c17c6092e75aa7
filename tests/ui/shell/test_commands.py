"""The commands of the window: their keys, the list of them, and that no key means two things."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import paths, texts
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.question import QuestionDialog
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.commands.shortcuts_dialog import ShortcutsDialog
from csq_desktop.ui.shell.help import HelpDialog
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.rail import Rail
from csq_desktop.ui.tasks import Tasks
from tests.ui.finding import child
from tests.ui.shell.window_case import running_window

ENTRIES = tuple(replace(page, finder=None) for page in pages.PAGES)
CTRL = Qt.KeyboardModifier.ControlModifier
MATCH = Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive
OF_FORMS = {"Esc", "Tab", "Enter", "Ctrl+Enter"}
"""Keys of Qt's and of the forms, which the help lists too."""


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from running_window(context, tasks, qtbot, ENTRIES)


def is_taken(field: QWidget, keys: Any) -> bool:
    """Whether a field wants a key for itself, so that no shortcut gets it."""
    first = keys[0]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, first.key(), first.keyboardModifiers())
    event.ignore()
    QCoreApplication.sendEvent(field, event)
    return event.isAccepted()


def test_no_key_means_two_things_on_any_page(window: MainWindow) -> None:
    for entry in ENTRIES:
        window.show_page(entry.key)
        actions = {*window.actions(), *window.page.findChildren(QAction)}
        keys = [each.toString() for action in actions for each in action.shortcuts()]
        keys += [each.key().toString() for each in window.page.findChildren(QShortcut)]
        twice = {key for key, count in Counter(keys).items() if count > 1}
        assert not twice, (entry.key, twice)


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_a_field_leaves_every_key_to_the_window_but_its_own(
    window: MainWindow, kind: type[QWidget]
) -> None:
    field = kind(window.page)
    taken = {
        keys.toString()
        for action in window.actions()
        for keys in action.shortcuts()
        if is_taken(field, keys)
    }
    assert taken <= {"Ctrl+Z", "?"}


def test_typing_is_undone_and_once_the_field_is_left_the_last_action(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    undone: list[int] = []
    context.toast("Archived", lambda: undone.append(1))
    window.show_page("complaints")
    search = child(window.page, SearchBox)
    search.setFocus()
    qtbot.keyClicks(search, "till")
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    assert (search.text(), undone) == ("", [])
    child(window.page, TableView).setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert undone == [1]


def listed(dialog: ShortcutsDialog) -> dict[str, str]:
    tree = child(dialog, QTreeWidget)
    rows = tree.findItems("*", MATCH)
    return {row.text(1): row.text(0) for row in rows if row.text(1)}


def test_a_question_mark_lists_the_keys_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("complaints")
    qtbot.waitUntil(lambda: not window.context.tasks.busy)
    qtbot.keyClick(window, Qt.Key.Key_Question)
    dialog = child(window, ShortcutsDialog)
    keys = listed(dialog)
    assert keys["Ctrl+N"] == "Log complaint"
    assert keys["Ctrl+Enter"] == "Save the form"
    assert keys["Ctrl+3"] == "Complaints"
    assert "Ctrl+P" not in keys  # nothing to print there
    assert dialog.focusWidget() is child(dialog, QTreeWidget)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_list_opens_from_a_field_and_leads_to_more_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("complaints")
    search = child(window.page, SearchBox)
    search.setFocus()
    qtbot.keyClicks(search, "?")
    assert search.text() == "?"
    qtbot.keyClick(search, Qt.Key.Key_Slash, CTRL)
    child(child(window, ShortcutsDialog), QPushButton, "more_keys").click()
    shown = child(window, HelpDialog)
    assert shown.text.toPlainText().startswith("Keyboard")
    shown.close()


def test_the_rail_says_the_keys_of_what_it_offers(window: MainWindow) -> None:
    rail = child(window, Rail)
    words = {each.objectName(): each.text() for each in rail.findChildren(QPushButton)}
    assert words["palette"] == "Quick search  Ctrl+K"
    assert words["shortcuts"] == "Keyboard shortcuts  ?"
    assert words["lock"] == "Lock  Ctrl+L"


@pytest.mark.parametrize("code", texts.LANGUAGES)
def test_the_help_lists_the_keys_that_there_are(window: MainWindow, code: str) -> None:
    page = (paths.resources() / "help" / code / "keyboard.md").read_text("utf-8")
    everywhere = page.split("\n## ")[1]
    cells = [line.split("|")[1] for line in everywhere.splitlines() if line.startswith("| `")]
    told = {key for cell in cells for key in re.findall("`([^`]+)`", cell)}
    keys = {each.toString() for action in window.actions() for each in action.shortcuts()}
    between = {f"Ctrl+{number}" for number in range(2, min(len(ENTRIES), 9))}
    assert told - OF_FORMS == keys - between - {"Ctrl+="}  # Ctrl++ without Shift


def test_keys_change_the_size_of_the_text(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    sizes = []
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_Plus):
        qtbot.keyClick(window, key, CTRL)
        sizes.append(context.settings.text_percent)
    assert sizes == [100, 110, 125]
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert context.settings.text_percent == 100


def test_keys_lead_to_the_settings_and_out(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert window.page_key == "settings"
    qtbot.keyClick(window, Qt.Key.Key_Q, CTRL)
    assert not window.isVisible()


def test_a_form_has_its_help_and_quitting_keeps_it(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    texts.set_language("zh_HK")
    window.show_page("complaints")
    window.page.primary_action()
    dialog = child(window, LogComplaintDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.words.setPlainText("half a sentence")
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    shown = child(dialog, HelpDialog)
    assert shown.text.textCursor().block().text() == "登記投訴"
    shown.close()
    qtbot.keyClick(dialog, Qt.Key.Key_Q, CTRL)
    child(dialog, QuestionDialog).submit_button.click()
    assert not window.isVisible()
    assert (context.drafts.get("complaint.new") or {})["words"] == "half a sentence"


def test_control_p_presses_what_prints(window: MainWindow, qtbot: QtBot) -> None:
    pressed: list[int] = []
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    window.page.body.addWidget(
        buttons.secondary("Print", lambda: pressed.append(1), name="print_it")
    )
    button = child(window.page, QPushButton, "print_it")
    qtbot.waitUntil(button.isVisible)
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    button.setEnabled(False)
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    assert pressed == [1]


def test_another_language_and_theme_are_commands(window: MainWindow, context: Context) -> None:
    window.commands.all["theme_dark"].run()
    window.commands.all["language_zh_HK"].run()
    try:
        assert (context.settings.theme, context.settings.language) == ("dark", "zh_HK")
        centre = window.centralWidget()
        assert centre is not None
        assert child(centre, QPushButton, "lock").text() == "鎖定  Ctrl+L"
    finally:
        window.commands.all["language_en"].run()
        window.commands.all["theme_system"].run()
