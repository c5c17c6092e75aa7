"""A run driven by the keyboard over a real store: answered, commented, left, finished."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.checklists.facts import Answer, Run, RunState
from csq_desktop.domain.users import Role
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.photo_strip import PhotoDialog
from csq_desktop.ui.checklists.running.item_card import AnswerButton
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.tasks import Tasks
from tests.checklist_case import FLOOR, begin, do, give_out
from tests.factory import FixedClock, open_store
from tests.ui.assistive import announced, listening, state_of, toggle
from tests.ui.checklists.checklists_case import Driver, picture
from tests.ui.conftest import SHOP
from tests.ui.finding import child, visible

ANSWER_PADDING = 16  # as the style sheet has it, border and padding together
ONE, TWO, THREE = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3
DOWN, UP, ESC = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    give_out(store)
    return Driver(qtbot, context, store)


@pytest.fixture
def running(driver: Driver) -> Driver:
    """A run just started, its first item under the keyboard."""
    driver.begin()
    return driver


def stored(driver: Driver) -> Run:
    """The run as the store has it."""
    line = driver.look(checklists.runs)[0]
    return driver.look(checklists.run, line.id)


def focused() -> str:
    """The name of what has the keyboard."""
    widget = QApplication.focusWidget()
    return widget.objectName() if widget else ""


def test_a_run_is_answered_with_number_keys_and_finished(running: Driver) -> None:
    assert running.page.title.text() == "Fitting-room audit"
    assert "started 10:00 by Chan Siu Ming" in running.page.subtitle.text()
    assert focused() == "item_1.1"
    running.keys(ONE, DOWN, THREE, DOWN, ONE, DOWN, ONE)
    assert running.page.run.answered.text() == "4 of 4 answered"
    assert running.page.run.score.text() == "Score so far 100%"
    assert [(one.item_code, one.choice_key) for one in stored(running).answers] == [
        ("1.1", "yes"), ("1.2", "na"), ("2.1", "yes"), ("2.2", "yes"),
    ]  # fmt: skip
    running.page.primary_action()
    running.settle()
    assert stored(running).state is RunState.FINISHED
    assert running.shows(running.page.results)
    assert running.page.results.score.value.text() == "100.0%"
    assert running.toasts[-1].text == "Completed"


def test_control_enter_finishes_a_run_but_presses_nothing_in_a_list(
    running: Driver, qtbot: QtBot
) -> None:
    running.keys(ONE, DOWN, THREE, DOWN, ONE, DOWN, ONE)
    for shown in (running.page.results, running.page.results):
        qtbot.keyClick(
            QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        running.settle()
        assert running.shows(shown)
    assert stored(running).state is RunState.FINISHED


def test_the_keyboard_goes_with_the_view_and_not_to_the_rail(running: Driver, qtbot: QtBot) -> None:
    running.keys(ONE, DOWN, THREE, DOWN, ONE, DOWN, ONE)
    finish = running.find("finish")
    finish.setFocus()
    qtbot.keyClick(finish, Qt.Key.Key_Space)
    running.settle()
    assert focused() == "back"


def test_finishing_can_be_undone_from_the_toast(running: Driver) -> None:
    running.keys(ONE, DOWN, DOWN, ONE, DOWN, ONE)
    running.click("finish")
    running.undo()
    assert stored(running).state is RunState.DRAFT
    assert running.shows(running.page.run)


def test_the_score_falls_at_once_and_the_section_list_counts(running: Driver) -> None:
    running.keys(ONE, DOWN, TWO)
    assert running.page.run.score.text() == "Score so far 67%"
    first = running.find("section_1")
    assert first.accessibleName() == "Queue  2 of 2, 1 failed"
    assert visible(running.card("1.2"), QAbstractButton, "answer_2").isChecked()
    running.page.run.focus_item("1.2")
    running.keys(ONE)
    running.page.run.focus_item("2.1")
    running.keys(TWO)
    capped = "Score so far 50%, capped: a critical item failed"
    assert running.page.run.score.text() == capped


@pytest.mark.usefixtures("dressed")
def test_a_chosen_answer_has_room_for_its_bold_words(running: Driver) -> None:
    for button in running.page.findChildren(AnswerButton):
        bold = QFont(button.font())
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(button.text())
        assert button.width() >= words + 2 * ANSWER_PADDING, button.text()


def test_pressing_an_answer_again_takes_it_back(running: Driver) -> None:
    running.keys(ONE, ONE)
    assert stored(running).answers == (Answer("1.1"),)
    assert not any(button.isChecked() for button in running.card("1.1").answers)


def test_an_answer_is_given_and_taken_back_without_keys_or_pointer(running: Driver) -> None:
    first, second = running.card("1.1").answers[:2]
    toggle(first)
    running.settle()
    assert stored(running).answers == (Answer("1.1", "yes"),)
    name = f"Yes: {running.card('1.1').item.text.text}"
    assert state_of(first) == (name, QAccessible.Role.RadioButton, True)
    toggle(second)
    running.settle()
    assert stored(running).answers == (Answer("1.1", "no"),)
    toggle(second)
    running.settle()
    assert stored(running).answers == (Answer("1.1"),)


def test_an_answer_by_key_is_said_aloud_and_stands_in_the_name(running: Driver) -> None:
    card = running.card("1.1")
    with listening() as heard:
        running.keys(ONE)
        answered = card.accessibleName()
        running.keys(ONE)
    assert announced(heard) == ["Yes", "not answered"]
    assert answered.endswith(", Yes")
    assert card.accessibleName().endswith(", not answered")


def test_keys_that_mean_nothing_change_nothing(running: Driver) -> None:
    running.keys(Qt.Key.Key_9, Qt.Key.Key_Z, UP, Qt.Key.Key_A)
    assert stored(running).answers == ()
    assert focused() == "item_1.1"
    assert not running.page.run.form.isVisible()


def test_arrows_walk_over_sections_and_back(running: Driver) -> None:
    running.keys(DOWN, Qt.Key.Key_Return)
    assert focused() == "item_2.1"
    running.keys(UP)
    assert focused() == "item_1.2"
    running.keys(DOWN, DOWN, DOWN)
    assert focused() == "item_2.2"


def test_arrows_work_from_an_answer_button_too(running: Driver) -> None:
    running.find("answer_1", running.card("1.1")).setFocus()
    running.keys(DOWN)
    assert focused() == "item_1.2"


def test_a_section_is_chosen_at_the_left(running: Driver) -> None:
    running.click("section_2")
    assert [card.code for card in running.page.run.cards] == ["2.1", "2.2"]
    assert focused() == "item_2.1"
    assert visible(running.page, QAbstractButton, "section_2").isChecked()
    toggle(running.find("section_1"))
    running.settle()
    assert [card.code for card in running.page.run.cards] == ["1.1", "1.2"]
    assert state_of(running.find("section_1"))[1:] == (QAccessible.Role.RadioButton, True)


def test_a_comment_is_saved_when_typing_pauses(running: Driver, qtbot: QtBot) -> None:
    running.keys(Qt.Key.Key_C)
    assert focused() == "comment"
    running.type("Nine minutes at 15:10")
    qtbot.waitUntil(lambda: bool(stored(running).answers), timeout=5000)
    assert stored(running).answers[0].comment == "Nine minutes at 15:10"
    assert running.card("1.1").comment.hasFocus()


def test_a_comment_is_saved_when_it_is_left_and_esc_leads_back(running: Driver) -> None:
    running.keys(TWO, Qt.Key.Key_C)
    running.type("2 of 3 rooms locked")
    running.keys(ESC)
    assert focused() == "item_1.1"
    assert stored(running).answers == (Answer("1.1", "no", "2 of 3 rooms locked"),)


def test_an_emptied_comment_goes_away(running: Driver) -> None:
    running.keys(Qt.Key.Key_C)
    running.keys(ESC)
    assert not running.card("1.1").comment.isVisible()


def test_what_is_half_typed_survives_leaving_the_page(running: Driver) -> None:
    running.keys(Qt.Key.Key_C)
    running.type("half")
    running.page.leave()
    running.settle()
    assert stored(running).answers[0].comment == "half"


@pytest.mark.usefixtures("dressed")
def test_a_long_comment_makes_room_for_itself(running: Driver) -> None:
    running.keys(Qt.Key.Key_C)
    field = running.card("1.1").comment
    one_line = field.sizeHint().height()
    field.insertPlainText("one\ntwo\nthree")
    assert field.sizeHint().height() > one_line


def test_finishing_points_at_what_lacks_an_answer(running: Driver) -> None:
    running.keys(ONE)
    running.click("finish")
    assert running.message == "2 items still need an answer: 2.1, 2.2."
    assert focused() == "item_2.1"
    running.keys(ONE)
    assert running.message == ""
    assert stored(running).state is RunState.DRAFT


def test_finishing_asks_for_the_comment_a_failure_needs(running: Driver) -> None:
    running.keys(ONE, DOWN, DOWN, ONE, DOWN, TWO)
    assert running.card("2.2").hint.isVisible()
    running.keys(UP)
    running.click("finish")
    assert running.message == "Item 2.2 failed: add a note or a photo, then finish."
    assert focused() == "comment"
    running.type("Dust")
    running.click("finish")
    line = running.look(checklists.runs)[0]
    assert (line.state, line.score, line.failed_items) == (RunState.FINISHED, 0.75, 1)


def test_a_run_is_left_and_resumed_at_the_first_open_item(running: Driver) -> None:
    running.keys(ONE, DOWN, ONE)
    running.click("leave_run")
    home = running.page.home
    assert running.shows(home)
    assert home.primary is not None
    assert home.primary.text() == "Resume"
    assert child(home.chips, QPushButton, "checklist_views_unfinished").text().endswith("1")
    running.page.primary_action()
    running.settle()
    assert focused() == "item_2.1"
    assert running.page.run.answered.text() == "2 of 4 answered"


def test_a_discarded_run_comes_back(running: Driver) -> None:
    running.keys(ONE)
    menu = visible(running.page, QPushButton, "run_more").menu()
    menu.actions()[0].trigger()
    running.settle()
    assert running.look(checklists.runs) == ()
    assert running.shows(running.page.home)
    running.undo()
    assert running.shows(running.page.run)
    assert stored(running).answers == (Answer("1.1", "yes"),)


def test_a_photo_stands_beside_its_item_and_can_be_taken_away(
    running: Driver, tmp_path: Path
) -> None:
    running.keys(Qt.Key.Key_P)
    dialog = child(running.page, QFileDialog, "choose_photos")
    dialog.filesSelected.emit([picture(tmp_path)])
    dialog.close()
    running.settle()
    assert len(stored(running).answers[0].photo_ids) == 1
    visible(running.card("1.1"), QAbstractButton, "photo_1").click()
    shown = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PhotoDialog))
    running.click("remove_photo", shown)
    assert stored(running).answers == ()
    assert not running.card("1.1").photos.isVisible()
    running.undo()
    assert running.card("1.1").photos.isVisible()


def test_a_photo_is_dropped_on_its_item(running: Driver, tmp_path: Path) -> None:
    card, dropped = running.card("1.2"), QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(picture(tmp_path)), QUrl("https://example.invalid/x")])
    how = (Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(9, 9), *how, none)
    QApplication.sendEvent(card, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(card, QDropEvent(QPointF(9, 9), *how, none))
    running.settle()
    assert [one.item_code for one in stored(running).answers] == ["1.2"]


@pytest.mark.parametrize(
    ("name", "refusal"), [("words.jpg", "not a photo"), ("gone.jpg", "could not be read")]
)
def test_a_file_that_is_no_photo_is_said_so_in_place(
    running: Driver, tmp_path: Path, name: str, refusal: str
) -> None:
    (tmp_path / "words.jpg").write_text("no picture")
    running.card("1.1").pictures_dropped.emit("1.1", [str(tmp_path / name)])
    running.settle()
    assert refusal in running.message
    assert stored(running).answers == ()


def test_a_failed_item_becomes_an_action(running: Driver) -> None:
    running.keys(TWO, Qt.Key.Key_C)
    running.type("Key at the till")
    running.keys(ESC, Qt.Key.Key_A)
    assert focused() == "action_title"
    running.type("Key holder per shift")
    title = QApplication.focusWidget()
    running.qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Enter who is responsible." in running.page.run.form.form.error("action_owner")
    running.type("Ka-ho")
    running.keys(*[Qt.Key.Key_Return] * 3)
    assert focused() == "action_add"
    running.keys(Qt.Key.Key_Return)
    (kept,) = running.look(actions.everything)
    assert (kept.title, kept.owner, kept.item_code) == ("Key holder per shift", "Ka-ho", "1.1")
    assert kept.due_on.isoformat() == "2026-10-12"
    assert visible(running.card("1.1"), Badge, f"action_{kept.id}").text.startswith(
        "Action: Key holder per shift · Ka-ho"
    )
    assert focused() == "item_1.1"


def test_esc_gives_the_form_of_an_action_up(running: Driver) -> None:
    running.keys(TWO, Qt.Key.Key_A, ESC)
    assert not running.page.run.form.isVisible()
    assert focused() == "item_1.1"
    running.keys(Qt.Key.Key_A)
    running.click("section_2")
    assert not running.page.run.form.isVisible()


def test_an_answer_that_is_refused_is_taken_back_and_told(running: Driver) -> None:
    running.keys(ONE, DOWN, DOWN, ONE, DOWN, ONE)
    run_id = stored(running).id
    with running.store.writing() as session:
        checklists.finish(session, run_id)
    running.keys(TWO)
    assert running.message == "A completed checklist can no longer be changed."
    assert visible(running.card("2.2"), QAbstractButton, "answer_1").isChecked()


def test_items_that_failed_before_say_so(qtbot: QtBot, context: Context, store: Store) -> None:
    from tests.checklist_case import run_through

    floor = give_out(store)
    for _ in range(2):
        run_through(store, floor, i1_1="no")
    driver = Driver(qtbot, context, store)
    driver.begin()
    names = [badge.accessibleName() for badge in driver.card("1.1").findChildren(QWidget)]
    assert "failed 2 of the last 2 checks" in names


def test_with_large_text_sections_are_chosen_from_a_list(
    qtbot: QtBot, context: Context, store: Store, sized: Callable[..., None]
) -> None:
    sized(percent=200)
    give_out(store)
    driver = Driver(qtbot, context, store)
    driver.begin()
    assert not driver.page.run.sections.isVisible()
    jump = visible(driver.page, QComboBox, "jump_to_section")
    jump.setCurrentIndex(1)
    jump.activated.emit(1)
    assert [card.code for card in driver.page.run.cards] == ["2.1", "2.2"]


def test_an_auditor_answers_and_promises_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    boss = open_store(tmp_path, source=FixedClock())
    run_id = begin(boss, give_out(boss))
    boss.close()
    visiting = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    tasks = Tasks(visiting)
    signed_in = SignedIn(visiting.folder, visiting.user, SHOP, visiting.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings()), visiting)
    driver.page.show_object(run_id)
    driver.settle()
    driver.keys(TWO, Qt.Key.Key_A)
    assert not driver.page.run.form.isVisible()
    assert stored(driver).answers == (Answer("1.1", "no"),)
    assert not driver.page.home.findChildren(QPushButton, "new_checklist")
    tasks.close()
    visiting.close()


def test_a_run_of_another_person_is_told_by_whom_it_was_started(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = begin(store, give_out(store))
    driver = Driver(qtbot, context, store)
    do(store, checklists.comment, run_id, "1.1", "seen")
    driver.page.show_object(run_id)
    driver.settle()
    assert driver.card("1.1").typed == "seen"
    assert FLOOR.title.en == driver.page.title.text()
