"""Ctrl+Z undoes what the last toast offered, wherever one is by then, and never anything else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.services import people
from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.page import ChecklistsPage
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.commands.undo import UndoKey
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.tasks import Tasks
from tests.ui.finding import child
from tests.ui.shell.window_case import running_window

KEYS = ("complaints", "settings", "checklists")
ENTRIES = tuple(replace(pages.entry(key), finder=None) for key in KEYS)


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from running_window(context, tasks, qtbot, ENTRIES)


class Desk:
    """Somebody who adds names to the list of people, and presses Ctrl+Z."""

    def __init__(self, window: MainWindow, store: Store, qtbot: QtBot) -> None:
        self.window, self.store, self.qtbot = window, store, qtbot

    @property
    def names(self) -> set[str]:
        with self.store.reading() as session:
            return {person.name for person in people.everyone(session)}

    @property
    def toast(self) -> str:
        return child(self.window, Toast).text

    def add(self, name: str, *, offers_undo: bool = True) -> None:
        self.start(name, offers_undo=offers_undo)
        self.settle()

    def start(
        self, name: str, *, offers_undo: bool = True, reads: Callable[..., object] | None = None
    ) -> None:
        """Begin to add a name, without waiting for it; the toast comes after what it `reads`."""
        context = self.window.context

        def added(person_id: int) -> None:
            undo = partial(people.take_out, person_id=person_id)
            if reads is not None:
                say = partial(context.toast_done, f"{name} added.", undo)
                context.tasks.read(self.window.page, reads, lambda _: say())
            elif offers_undo:
                context.toast_done(f"{name} added.", undo)

        context.tasks.write(self.window.page, partial(people.add, name=name), added)

    def press(self, *, settled: bool = True) -> None:
        self.qtbot.keyClick(self.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        if settled:
            self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.context.tasks.busy)


@pytest.fixture
def desk(window: MainWindow, store: Store, qtbot: QtBot) -> Desk:
    return Desk(window, store, qtbot)


def test_what_is_being_written_is_undone_and_not_what_was_done_before(desk: Desk) -> None:
    desk.add("Older Name")
    desk.start("Newer Name")
    desk.press()
    desk.settle()
    assert {"Older Name", "Newer Name"} & desk.names == {"Older Name"}
    assert desk.toast == "Undone: “Newer Name added”"


@pytest.mark.parametrize(
    ("newer", "undone"), [("", "Late Toast"), ("with undo", "Newer Name"), ("without", "")]
)
def test_a_toast_that_comes_late_stands_for_its_own_action(
    desk: Desk, newer: str, undone: str
) -> None:
    desk.add("Older Name")
    tasks, goes_on = desk.window.context.tasks, Event()
    desk.start("Late Toast", reads=lambda _session: goes_on.wait(10))
    desk.qtbot.waitUntil(lambda: tasks.commits == 2)
    if newer:
        desk.start("Newer Name", offers_undo=newer == "with undo")
        desk.qtbot.waitUntil(lambda: tasks.commits == 3)
    else:
        desk.press(settled=False)
    goes_on.set()
    desk.settle()
    if newer:
        desk.press()
    names = {"Older Name", "Late Toast"} | ({"Newer Name"} if newer else set())
    assert names & desk.names == names - {undone}


def test_it_undoes_on_another_page_after_the_toast_has_gone(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    desk.window.show_page("settings")
    child(desk.window, Toast).hide()
    assert desk.window.commands.all["undo"].words == "Undo: Wong Mei Ling added."
    desk.press()
    assert "Wong Mei Ling" not in desk.names
    assert desk.toast == "Undone: “Wong Mei Ling added”"
    desk.press()
    assert desk.toast == "There is nothing to undo here."


def test_typing_is_never_undone_into_what_was_stored_before(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    box = desk.window.page.search_box()
    assert box is not None
    box.setFocus()
    desk.qtbot.keyClicks(box, "abc")
    for _ in range(3):
        desk.qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
    assert box.text() == ""
    assert "Wong Mei Ling" in desk.names
    desk.add("Ng Ka Yan")  # done after the typing, so it goes first
    desk.qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "Ng Ka Yan" not in desk.names


def test_what_was_done_before_a_checklist_is_edited_is_not_undone_in_it(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    desk.window.show_page("checklists")
    page = desk.window.page
    assert isinstance(page, ChecklistsPage)
    page.edit(0)
    desk.press()
    assert "Wong Mei Ling" in desk.names
    assert page.view is page.editor


def test_what_was_done_before_something_newer_is_not_undone(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    desk.add("Ng Ka Yan", offers_undo=False)
    desk.press()
    assert {"Wong Mei Ling", "Ng Ka Yan"} <= desk.names
    assert desk.toast == "There is nothing to undo here."


def test_a_draft_that_is_kept_meanwhile_is_nothing_newer(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    desk.window.context.drafts.keep("a form", {"field": "half a sentence"})
    desk.settle()
    desk.press()
    assert "Wong Mei Ling" not in desk.names


def test_the_button_of_the_toast_is_the_same_undo(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    child(child(desk.window, Toast), QPushButton, "undo").click()
    desk.settle()
    assert "Wong Mei Ling" not in desk.names
    desk.press()
    assert desk.toast == "There is nothing to undo here."


def test_what_can_no_longer_be_undone_says_why_and_changes_nothing(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    with desk.store.writing() as session:  # past the window, as another one could
        person = next(each for each in people.everyone(session) if each.name == "Wong Mei Ling")
        people.take_out(session, person.id)
    before = desk.names
    desk.press()
    assert desk.window.page.message.text.startswith("It could not be undone. ")
    assert desk.names == before


def test_nothing_is_undone_once_the_window_is_locked(desk: Desk) -> None:
    desk.add("Wong Mei Ling")
    desk.window.draw_curtain()
    desk.press()
    assert desk.window.last_action.words == ""
    assert "Wong Mei Ling" in desk.names


def test_a_field_that_goes_while_it_has_the_keyboard_is_left_quietly(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    key = UndoKey(line)
    key.watch(line)
    line.textChanged.disconnect()  # as Qt does while it takes a field apart
    key.watch(None)  # a warning would fail the test
