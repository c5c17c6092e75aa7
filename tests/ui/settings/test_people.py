"""People in the settings: added, renamed, marked as left, and what is still theirs."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.shop.people import Person
from csq_desktop.domain.users import Role
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.factory import NAMES
from tests.ui.settings.settings_case import Window, read


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    found = Window(context, qtbot)
    found.show("people")
    return found


def everyone(store: Store) -> dict[str, Person]:
    return {one.name: one for one in read(store, people.everyone)}


def add(window: Window, name: str) -> None:
    window.find("person_name").setText(name)
    window.page.primary_action()
    window.settle()


def choose(window: Window, store: Store, name: str) -> None:
    section = window.section
    section.table.choose(section.model.find(everyone(store)[name].id, "person.id"))
    window.settle()


def test_a_name_is_added_and_taken_out_again(window: Window, store: Store) -> None:
    add(window, " ")
    assert window.find("person_name").property("wrong")
    add(window, "Siu-ling Chan")
    assert "Siu-ling Chan" in everyone(store)
    assert window.toast == "Name added."
    assert window.section.heading.text() == "Siu-ling Chan"
    assert window.find("person_name").text() == ""
    window.undo()
    assert "Siu-ling Chan" not in everyone(store)


def test_a_name_that_is_taken_is_told_in_place(window: Window, store: Store) -> None:
    add(window, NAMES[Role.STAFF].upper())
    assert "already in the list" in window.section.form.error("person_name")
    assert len(everyone(store)) == 3
    window.find("person_name").setText("Lam")
    window.qtbot.keyClick(window.find("person_name"), Qt.Key.Key_Return)
    window.settle()
    assert window.section.message.isHidden()
    assert "Lam" in everyone(store)


def test_somebody_is_renamed_and_back(window: Window, store: Store) -> None:
    add(window, "Chan")
    window.press("rename_person")
    window.find("new_name").setText("Chan Tai Man")
    window.press("submit")
    assert "Chan Tai Man" in everyone(store)
    assert window.section.heading.text() == "Chan Tai Man"
    window.undo()
    assert "Chan" in everyone(store)


def test_who_left_is_marked_and_what_is_still_theirs_is_told(window: Window, store: Store) -> None:
    add(window, "Chan")
    with store.writing() as session:
        actions.promise(session, NewAction("Lamp", "Chan", date(2026, 10, 9)))
    window.section.reload()
    window.settle()
    assert window.section.hint.isHidden()
    window.press("person_left")
    assert not everyone(store)["Chan"].active
    assert window.section.state.text == "Left"
    assert window.section.hint.text() == "1 record is still theirs. Hand it over."
    window.undo()
    assert everyone(store)["Chan"].active
    window.press("person_left")
    window.press("person_back")
    assert everyone(store)["Chan"].active
    assert window.toast == "Chan marked as back."
    with store.writing() as session:
        (one,) = actions.everything(session)
        actions.finish(session, one.id)
    window.press("person_left")
    assert window.section.hint.isHidden()


def test_a_user_is_changed_under_users(window: Window, store: Store) -> None:
    choose(window, store, NAMES[Role.STAFF])
    assert window.section.hint.text() == "Name and leaving follow the user."
    assert not any(window.find(name).isVisible() for name in ("rename_person", "person_left"))
    window.press("open_users")
    assert window.page.chips.chosen == "users"


def test_a_chosen_person_who_is_gone_is_shown_no_longer(window: Window, store: Store) -> None:
    add(window, "Chan")
    with store.writing() as session:
        people.take_out(session, everyone(store)["Chan"].id)
    window.section.reload()
    window.settle()
    assert window.section.pane.is_empty
