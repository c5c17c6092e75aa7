"""The section of actions over a real store: promised, done, put off, handed on, taken back."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop.domain.actions import Action, ActionSource, ActionState, NewAction, Priority
from csq_desktop.domain.users import Role
from csq_desktop.services.actions import actions
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.tasks import Tasks
from tests.checklist_case import begin, do, give_out
from tests.factory import FixedClock, open_store
from tests.ui.checklists.checklists_case import Driver
from tests.ui.conftest import SHOP
from tests.ui.finding import child

TODAY = date(2026, 10, 5)
LATE = NewAction("Replace the lamp", "Ka-ho", TODAY - timedelta(days=3))
NOW = NewAction("Name the key holder", "May", TODAY, priority=Priority.URGENT)
LATER = NewAction("Paint the wall", "May", TODAY + timedelta(days=9))


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    for new in (LATE, NOW, LATER):
        do(store, actions.promise, new)
    found = Driver(qtbot, context, store)
    found.page.home.chips.choose("actions")
    found.settle()
    return found


def cells(driver: Driver) -> list[tuple[str, str]]:
    """Title and state of every action listed."""
    model = driver.page.home.promises.model
    return [
        (model.index(row, 0).data(SHOWN).text, model.index(row, 2).data(SHOWN).text)
        for row in range(model.rowCount())
    ]


def first(driver: Driver) -> Action:
    """The earliest action as the store has it."""
    return next(one for one in driver.look(actions.everything) if one.title == LATE.title)


def test_actions_are_listed_by_how_urgent_they_are(driver: Driver) -> None:
    assert cells(driver) == [
        ("Replace the lamp", "3 d overdue"),
        ("Name the key holder", "Due today"),
        ("Paint the wall", "Due 14 Oct"),
    ]
    section = driver.page.home.promises
    assert (
        section.model.index(1, 0).data(SHOWN).under == "A-2026-0002 · Review · 5 Oct 2026 · Urgent"
    )
    section.chips.choose("overdue")
    assert [title for title, _ in cells(driver)] == ["Replace the lamp"]


def test_a_window_left_open_overnight_says_what_is_overdue_on_the_new_day(
    driver: Driver, clock: FixedClock
) -> None:
    clock.move(hours=13, minutes=59)  # 23:59 in Hong Kong
    minute = child(driver.page, QTimer, "minute")
    minute.timeout.emit()
    driver.settle()
    assert cells(driver)[1] == (NOW.title, "Due today")
    clock.move(minutes=2)
    minute.timeout.emit()
    driver.settle()
    assert [state for _, state in cells(driver)] == ["4 d overdue", "1 d overdue", "Due 14 Oct"]


def test_ones_own_actions_have_a_view(driver: Driver) -> None:
    chips = driver.page.home.promises.chips
    chips.choose("mine")
    driver.settle()
    assert cells(driver) == []
    assert driver.page.home.promises.empty.title.text() == "No actions for you"
    driver.do(actions.hand_over, first(driver).id, driver.context.user.name)
    driver.page.reload()
    driver.settle()
    assert [title for title, _ in cells(driver)] == [LATE.title]


def test_an_action_is_done_with_a_note_by_keyboard_and_taken_back(driver: Driver) -> None:
    driver.page.home.promises.table.setFocus()
    driver.keys(Qt.Key.Key_Return)
    driver.type("New lamp in room 2")
    driver.keys(Qt.Key.Key_Return)
    assert (first(driver).state, first(driver).done_note) == (
        ActionState.DONE,
        "New lamp in room 2",
    )
    assert driver.toasts[-1].text == "A-2026-0001 completed"
    assert len(cells(driver)) == 2
    driver.undo()
    assert first(driver).state is ActionState.OPEN


def test_the_second_half_of_a_double_click_ends_no_other_action(driver: Driver) -> None:
    done = driver.button("action_done")
    driver.click("action_done")
    QTest.mouseDClick(done, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(done, Qt.MouseButton.LeftButton)
    driver.settle()
    assert len(cells(driver)) == 2
    done.setFocus()
    driver.click("action_done")
    assert len(cells(driver)) == 1
    assert driver.focused() == "actions", "one more Enter would end the next one"


def test_enter_held_down_ends_one_action(driver: Driver) -> None:
    note = driver.page.home.promises.detail.note
    note.setFocus()
    for held in (False, True, True, True):
        key = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", held
        )
        QApplication.sendEvent(QApplication.focusWidget() or note, key)
        driver.settle()
    assert len(cells(driver)) == 2


def test_an_action_is_added_once_however_often_its_button_is_pressed(driver: Driver) -> None:
    section = driver.page.home.promises
    section.begin_new()
    section.form.title.setText("Mend the door")
    section.form.owner.setText("May")
    for _ in range(3):
        section.form.add_button.click()
    driver.settle()
    assert [title for title, _ in cells(driver)].count("Mend the door") == 1
    assert section.chosen is not None
    assert (driver.focused(), section.chosen.title) == ("actions", "Mend the door")


def test_cancelling_asks_for_the_reason_in_place(driver: Driver) -> None:
    driver.click("action_drop")
    assert first(driver).state is ActionState.OPEN
    detail = driver.page.home.promises.detail
    assert detail.note.property("wrong")
    detail.note.setText("Room closed")
    driver.click("action_drop")
    assert first(driver).state is ActionState.CANCELLED
    driver.undo()
    assert first(driver).state is ActionState.OPEN


def test_an_action_is_put_off_and_handed_over(driver: Driver) -> None:
    detail = driver.page.home.promises.detail
    assert detail.due.day == TODAY + timedelta(days=7)
    driver.click("action_postpone")
    assert first(driver).due_on == TODAY + timedelta(days=7)
    driver.undo()
    assert first(driver).due_on == LATE.due_on
    driver.click("action_hand_over")
    assert detail.owner.property("wrong")
    detail.owner.setText("Raymond")
    driver.click("action_hand_over")
    assert first(driver).owner == "Raymond"
    driver.undo()
    assert first(driver).owner == "Ka-ho"


def test_ended_actions_can_be_opened_again(driver: Driver) -> None:
    driver.do(actions.finish, first(driver).id, "done")
    do(driver.store, actions.cancel, driver.look(actions.waiting)[0].id, "not needed")
    driver.page.reload()
    driver.settle()
    section = driver.page.home.promises
    section.chips.choose("ended")
    assert sorted(state for _, state in cells(driver)) == ["Cancelled", "Done"]
    assert not section.detail.work.isVisible()
    section.detail.begin()  # nothing to do here
    driver.click("action_again")
    assert len(cells(driver)) == 1
    assert driver.toasts[-1].undo is None


def test_an_empty_view_says_why_and_shows_no_action(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    driver = Driver(qtbot, context, store)
    section = driver.page.home.promises
    driver.page.home.chips.choose("actions")
    driver.settle()
    for view, words in (
        ("open", "No open actions"),
        ("overdue", "No overdue actions"),
        ("ended", "No ended actions yet"),
    ):
        section.chips.choose(view)
        assert section.empty.title.text() == words
    assert section.detail.is_empty
    assert section.chosen is None


def test_a_new_action_is_promised_with_the_primary_button(driver: Driver) -> None:
    assert driver.page.home.primary is not None
    assert driver.page.home.primary.text() == "New action"
    driver.page.primary_action()
    driver.settle()
    form = driver.page.home.promises.form
    assert form.title.hasFocus()
    driver.type("Order hangers")
    driver.keys(Qt.Key.Key_Tab)
    driver.type("Ka")
    assert form.owner.completer().currentCompletion() == "Ka-ho"
    form.owner.setText("Ka-ho")
    form.urgent.setChecked(True)
    driver.click("action_add", form)
    kept = driver.look(actions.everything)
    assert [(one.priority, one.source) for one in kept if one.title == "Order hangers"] == [
        (Priority.URGENT, ActionSource.REVIEW)
    ]
    assert driver.page.home.promises.chosen is not None
    assert driver.page.home.promises.chosen.title == "Order hangers"
    assert not form.isVisible()
    driver.undo()
    (added,) = [each for each in driver.look(actions.everything) if each.title == "Order hangers"]
    assert added.state is ActionState.CANCELLED


def test_a_half_filled_action_is_kept_until_it_is_added(driver: Driver) -> None:
    form = driver.page.home.promises.form
    driver.page.primary_action()
    driver.type("Order hangers")
    driver.click("action_cancel", form)
    assert driver.toasts[-1].text == "Draft kept"
    driver.page.primary_action()
    assert form.title.text() == "Order hangers"
    assert form.message.text == "Your unfinished draft is back."
    form.owner.setText("May")
    driver.click("action_add", form)
    driver.page.primary_action()
    assert (form.title.text(), form.message.text) == ("", "")
    driver.click("action_cancel", form)
    assert driver.toasts[-1].text != "Draft kept"


def test_letters_in_the_form_stay_in_the_form(driver: Driver) -> None:
    driver.page.primary_action()
    form = driver.page.home.promises.form
    form.urgent.setFocus()
    driver.keys(Qt.Key.Key_C)
    assert form.isVisible()
    driver.click("action_cancel", form)
    assert not form.isVisible()


def test_an_action_leads_back_to_the_run_it_came_from(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = begin(store, give_out(store))
    new = NewAction("Lamp", "May", TODAY, ActionSource.CHECKLIST, run_id, "2.1")
    action_id = do(store, actions.promise, new)
    driver = Driver(qtbot, context, store)
    driver.page.show_object(action_id)
    driver.settle()
    assert driver.page.home.promises.detail.meta.text().startswith(
        "A-2026-0001 · Checklist, item 2.1"
    )
    driver.click("action_origin")
    assert driver.page.view is driver.page.run


def test_an_ended_action_is_found_in_its_view(driver: Driver) -> None:
    wanted = first(driver).id
    driver.do(actions.finish, wanted)
    driver.page.show_object(wanted)
    driver.settle()
    assert driver.page.home.promises.chips.chosen == "ended"
    assert driver.page.home.promises.chosen is not None
    assert driver.page.home.promises.chosen.id == wanted


def test_what_is_refused_is_told_in_place(driver: Driver) -> None:
    with driver.store.writing() as session:
        actions.finish(session, first(driver).id)
    driver.click("action_done")
    assert driver.message == "This action has already ended."


def test_what_is_half_typed_stays_while_others_work(driver: Driver) -> None:
    detail = driver.page.home.promises.detail
    detail.note.setText("half")
    driver.do(partial(actions.promise, new=LATER))
    assert detail.note.text() == "half"
    driver.page.home.promises.table.choose(1)
    assert detail.note.text() == ""
    assert driver.toasts[-1].text == "Draft kept"
    driver.page.home.promises.table.choose(0)
    assert (detail.note.text(), detail.message.text) == ("half", "Your unfinished draft is back.")
    driver.click("action_done")
    assert driver.toasts[-1].undo is not None  # the other action is shown without a word
    driver.undo()
    driver.page.home.promises.table.choose(0)
    assert (detail.note.text(), detail.message.text) == ("", "")


@pytest.mark.parametrize("leave", ["lock", "page"])
def test_what_is_half_typed_of_an_action_survives(driver: Driver, leave: str) -> None:
    detail = driver.page.home.promises.detail
    detail.note.setText("half")
    detail.due.set_day(TODAY + timedelta(days=30))
    driver.click("action_postpone")  # stores the day alone
    if leave == "lock":
        driver.context.locking.emit()
    else:
        driver.page.hide()
    stored = driver.context.drafts.get(f"action.{first(driver).id}.work")
    assert stored == {"changed": "action_note", "action_note": "half"}


def test_an_auditor_only_reads_actions(qtbot: QtBot, tmp_path: Path) -> None:
    boss = open_store(tmp_path, source=FixedClock())
    do(boss, actions.promise, LATE)
    boss.close()
    visiting = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    tasks = Tasks(visiting)
    signed_in = SignedIn(visiting.folder, visiting.user, SHOP, visiting.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings()), visiting)
    driver.page.home.chips.choose("actions")
    driver.settle()
    assert driver.page.home.primary is not None
    assert not driver.page.home.primary.isEnabled()
    assert not driver.page.home.promises.detail.work.isVisible()
    assert not driver.page.home.promises.detail.again.isVisible()
    tasks.close()
    visiting.close()
