"""What was just done stays within reach: the focus in its page, the toast above every page."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.rail import Rail
from csq_desktop.ui.tasks import Tasks
from tests.ui.assistive import announced, listening, parts_of_the_tree
from tests.ui.finding import child
from tests.ui.shell.window_case import running_window

ENTRIES = tuple(replace(pages.entry(key), finder=None) for key in ("complaints", "customers"))

TAB = Qt.FocusPolicy.TabFocus


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from running_window(context, tasks, qtbot, ENTRIES)


def last_button(window: MainWindow) -> QPushButton:
    """A button at the foot of the page, which has the focus."""
    pressed = buttons.secondary("Mark as left")
    window.page.body.addWidget(pressed)
    pressed.show()
    pressed.setFocus()
    assert window.focusWidget() is pressed
    return pressed


@pytest.mark.parametrize("state", ["visible", "enabled"])
def test_the_focus_stays_in_the_page_when_the_pressed_button_goes(
    window: MainWindow, state: str
) -> None:
    pressed = last_button(window)
    pressed.setProperty(state, False)
    assert window.focusWidget() is not pressed
    assert window.page.isAncestorOf(window.focusWidget())


def test_the_rail_keeps_the_focus_that_it_was_given(window: MainWindow) -> None:
    pressed = last_button(window)
    rail = child(window, Rail)
    goal = child(rail, QPushButton, "page_customers")
    goal.setFocus()
    pressed.hide()
    assert window.focusWidget() is goal


def test_enter_does_not_press_the_button_that_it_led_to(window: MainWindow, qtbot: QtBot) -> None:
    presses: list[str] = []
    button = last_button(window)
    button.clicked.connect(lambda: presses.append("left"))
    rows = QListWidget()
    rows.addItem("C-2026-0001")
    rows.setCurrentRow(0)
    rows.activated.connect(lambda _index: button.setFocus())
    window.page.body.addWidget(rows)
    rows.show()
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert (window.focusWidget(), presses) == (button, [])
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert presses == ["left"]


def test_a_toast_lies_above_the_page_that_is_shown_after_it(
    window: MainWindow, context: Context
) -> None:
    context.toast("Archived", lambda: None)
    context.navigate("customers")
    toast = child(window, Toast)
    centre = toast.mapTo(window, toast.rect().center())
    topmost = window.childAt(centre)
    assert topmost is not None
    assert topmost is toast or toast.isAncestorOf(topmost)


def test_what_is_still_composed_is_taken_in_before_the_lock(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    window.context.locking.connect(lambda: order.append("kept"))
    monkeypatch.setattr(keyboard, "commit_words", lambda: order.append("taken in"))
    window.lock()
    assert order == ["taken in", "kept"]


def test_tab_leads_into_the_rail_at_the_page_that_is_shown(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    rail = child(window, Rail)
    first, second = (child(rail, QPushButton, f"page_{entry.key}") for entry in ENTRIES)
    first.setFocus()
    context.navigate("customers")
    child(window.page, SearchBox).setFocus()
    reached = [button for button in (first, second) if button.focusPolicy() & TAB]
    assert reached == [second]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert (window.page_key, window.focusWidget()) == ("complaints", first)


def test_the_rail_has_its_pages_at_the_top(window: MainWindow) -> None:
    first, second = (child(window, QPushButton, f"page_{entry.key}") for entry in ENTRIES)
    assert second.y() - first.geometry().bottom() < first.height() / 2


def test_an_icon_of_the_rail_names_itself_to_the_keyboard(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    rail = child(window, Rail)
    child(rail, QPushButton, "fold").click()
    child(rail, QPushButton, "page_customers").setFocus()
    qtbot.waitUntil(lambda: QToolTip.text() == "Customers  Ctrl+2")
    child(window.page, SearchBox).setFocus()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_what_the_palette_finds_is_said_aloud(window: MainWindow, qtbot: QtBot) -> None:
    palette = window.show_palette()
    with listening() as heard:
        palette.field.setText("c")
        qtbot.waitUntil(lambda: announced(heard) == ["12 results: Complaints Ctrl+1"])
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
        qtbot.keyClicks(palette.field, "zzz")
        expected = ["12 results: Complaints Ctrl+1", "Customers Ctrl+2", "No results"]
        qtbot.waitUntil(lambda: announced(heard) == expected)
    palette.close()


def test_a_screen_reader_finds_the_toast_and_its_undo(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    """It does not look into what lies in a stack and is none of its pages."""
    context.toast("Archived", lambda: None)
    undo = child(child(window, Toast), QPushButton, "undo")
    assert undo in parts_of_the_tree(window)
    undo.setFocus()
    undo.click()
    assert window.page.isAncestorOf(window.focusWidget())
