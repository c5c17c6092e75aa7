"""The message at the window's foot, and what is said aloud when a message appears."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.errors import UserError
from csq_desktop.ui.kit.display import toast
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.toast import Toast
from tests.ui.assistive import listening
from tests.ui.finding import child

ANNOUNCEMENT = QAccessible.Event.Announcement


def test_a_toast_takes_back_what_was_done(host: QWidget, qtbot: QtBot) -> None:
    told, undone = Toast(host), []
    told.say("Archived", lambda: undone.append(1))
    assert told.text == told.accessibleName() == "Archived"
    undo = child(told, QPushButton, "undo")
    undo.click()
    undo.click()
    assert undone == [1]
    assert told.text == ""


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_toast_leaves_by_itself_but_not_while_somebody_is_on_it(
    host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(toast, "SHOWN_WITH_UNDO_MS", 40)
    monkeypatch.setattr(toast, "SHOWN_MS", 80)
    other, message = QLineEdit(host), Toast(host)
    other.show()
    message.say("Archived", lambda: None)
    undo = child(message, QPushButton, "undo")
    if by == "pointer":
        QApplication.sendEvent(message, QEnterEvent(QPoint(1, 1), QPoint(1, 1), QPoint(1, 1)))
    else:
        host.activateWindow()
        undo.setFocus()
        qtbot.waitUntil(undo.hasFocus)
    message.say("Archived", lambda: None)
    later = Toast(host)
    later.say("Saved")  # nobody is on this one
    qtbot.waitUntil(lambda: later.text == "")
    assert message.text == "Archived"
    if by == "pointer":
        QApplication.sendEvent(message, QEvent(QEvent.Type.Leave))
    other.setFocus()
    qtbot.waitUntil(lambda: message.text == "")


def test_what_appears_is_said_aloud_and_only_errors_interrupt(host: QWidget) -> None:
    inline, message = InlineMessage(), Toast(host)
    inline.setParent(host)
    with listening() as heard:
        message.say("Archived", lambda: None)
        inline.show_error(UserError("The disk is full."))
        inline.say("A draft is back.")
        inline.say("")
    spoken = [(each.words, each.assertive) for each in heard if each.event is ANNOUNCEMENT]
    assert spoken == [("Archived", False), ("The disk is full.", True), ("A draft is back.", False)]


def test_a_toast_leaves_the_buttons_of_a_record_free(host: QWidget) -> None:
    message = Toast(host)
    message.say("Archived", lambda: None)
    assert message.geometry().right() < host.width() // 2


def test_a_toast_stays_inside_a_window_that_shrinks(host: QWidget, qtbot: QtBot) -> None:
    told = Toast(host)
    told.say("Archived")
    host.resize(300, 200)
    qtbot.waitUntil(lambda: host.rect().contains(told.geometry()))
