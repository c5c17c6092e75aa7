"""The board beside the list: by keyboard, by dragging, and what it says where no step leads."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from csq_desktop import settings
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from csq_desktop.ui.board.column_view import ColumnView
from csq_desktop.ui.complaints.work_dialogs import AcknowledgeDialog, AnswerDialog
from csq_desktop.ui.context import Context
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child

PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    with store.writing() as session:
        for words, severity in (("等候收銀太耐", Severity.HIGH), ("Wrong size sent", Severity.LOW)):
            new = NewComplaint(Channel.COUNTER, store.clock.now(), "till.waiting", severity, words)
            complaints.log(session, new)
    return Driver(qtbot, context, store)


def key(driver: Driver, pressed: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key where the keyboard is."""
    holder = driver.page.window().focusWidget()
    assert holder is not None
    driver.qtbot.keyClick(holder, pressed, modifier)
    driver.settle()


def column(driver: Driver, step: State) -> ColumnView:
    return child(driver.page, ColumnView, f"board_{step.value}")


def held(driver: Driver) -> tuple[State, int]:
    """The column and the place of the card that has the keyboard."""
    view = driver.page.window().focusWidget()
    assert isinstance(view, ColumnView)
    return view.cards.step, view.currentIndex().row()


def counts(driver: Driver) -> list[int]:
    return [view.cards.rowCount() for view in driver.page.ways.board.views]


def drop(source: ColumnView, target: ColumnView) -> None:
    """Let the first card of a column go over another."""
    carried = source.cards.mimeData([source.cards.index(0)])
    copy, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    target.dropEvent(QDropEvent(QPointF(5, 5), copy, carried, left, no_keys))


def look_for_the_other(driver: Driver) -> None:
    """Type on a card, then turn to a kind of feedback that there is none of."""
    page = driver.page
    driver.qtbot.keyClicks(page.window().focusWidget(), "w")
    assert page.window().focusWidget() is page.search
    driver.qtbot.keyClicks(page.search, "rong")
    driver.qtbot.waitUntil(lambda: counts(driver) == [1, 0, 0, 0, 0, 0])
    assert driver.button("complaint_views_open").text() == "Open  1"
    page.search.clear()
    page.feedback.choose(FeedbackKind.ENQUIRY.value)
    driver.settle()
    assert counts(driver) == [0, 0, 0]
    assert page.ways.currentWidget() is page.ways.nothing
    driver.log()
    driver.dialog().reject()


def test_the_board_is_worked_by_keyboard(driver: Driver) -> None:
    page = driver.page
    page.activateWindow()
    page.begin()
    key(driver, Qt.Key.Key_B, CTRL)
    assert settings.load().boards
    page.begin()
    assert counts(driver) == [2, 0, 0, 0, 0, 0]
    assert page.window().focusWidget().accessibleName() == "Received, 2 cases"
    key(driver, Qt.Key.Key_Down)
    key(driver, Qt.Key.Key_Up)
    assert held(driver) == (State.RECEIVED, 0)
    first = page.ways.board.views[0].current
    assert first is not None
    assert first.severity is Severity.HIGH

    key(driver, Qt.Key.Key_Right, CTRL)
    driver.submit(driver.dialog(AcknowledgeDialog))
    driver.qtbot.waitUntil(lambda: counts(driver) == [1, 1, 0, 0, 0, 0])
    driver.settle()
    assert held(driver) == (State.ACKNOWLEDGED, 0)
    key(driver, Qt.Key.Key_Left, CTRL)
    assert "is past “Received”" in page.message.text
    key(driver, Qt.Key.Key_Left)
    assert held(driver) == (State.RECEIVED, 0)
    key(driver, Qt.Key.Key_Right)

    key(driver, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.message.text
    assert page.detail.complaint is not None
    assert page.detail.complaint.id == first.id
    key(driver, Qt.Key.Key_Escape)
    assert held(driver) == (State.ACKNOWLEDGED, 0)
    key(driver, Qt.Key.Key_Menu)
    offered = [each.text() for each in child(page, QMenu, "card_menu").actions()]
    assert "Reply…" in offered[:3]
    child(page, QMenu, "card_menu").close()

    look_for_the_other(driver)


def test_a_card_that_is_dropped_asks_for_the_form_of_its_step(driver: Driver) -> None:
    page = driver.page
    page.ways.switch.click()
    driver.settle()
    received, closed = column(driver, State.RECEIVED), column(driver, State.CLOSED)
    drop(received, closed)
    assert "Record the reply" in page.message.text
    drop(received, column(driver, State.ANSWERED))
    driver.settle()
    assert driver.dialog(AnswerDialog).complaint.id == received.current_id
    assert not page.message.text
    driver.dialog().reject()
    assert counts(driver) == [2, 0, 0, 0, 0, 0]
    later = Driver(driver.qtbot, driver.context, driver.store)
    assert later.page.ways.is_board
    later.page.ways.switch.click()
    later.settle()
    assert later.page.model.rowCount() == 2
    assert settings.load().boards == ()
