"""A passphrase stays in its field: nothing that Qt sends or holds has a letter of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.forms.secret_field import PassphraseField, SecretField
from tests.ui.assistive import listening

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PHRASE = "harbour lantern ferry 42"


@pytest.fixture
def field(qtbot: QtBot) -> PassphraseField:
    shown = PassphraseField("Passphrase")
    qtbot.addWidget(shown)
    shown.resize(300, 40)
    shown.show()
    shown.activateWindow()
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    return shown


def type_it(field: SecretField) -> None:
    QTest.keyClicks(field, PHRASE)


def paste_by_key(field: SecretField) -> None:
    QGuiApplication.clipboard().setText(PHRASE)
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)


def paste_by_menu(field: SecretField) -> None:
    QGuiApplication.clipboard().setText(PHRASE)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), QPoint(9, 9))
    QApplication.sendEvent(field, asked)
    menu = next(menu for menu in field.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()
    menu.close()


def compose(field: SecretField) -> None:
    event = QInputMethodEvent("harb", [])
    QApplication.sendEvent(field, event)
    event = QInputMethodEvent()
    event.setCommitString(PHRASE)
    QApplication.sendEvent(field, event)


def leave_it(field: SecretField) -> None:
    field.clear()


def undo(field: SecretField) -> None:
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)


def cut(field: SecretField) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_X, CONTROL)


@pytest.mark.parametrize("end", [leave_it, undo, cut])
@pytest.mark.parametrize("begin", [type_it, paste_by_key, paste_by_menu, compose])
@pytest.mark.parametrize("shown", [False, True])
def test_no_letter_of_a_passphrase_is_sent(
    field: PassphraseField,
    begin: Callable[[SecretField], None],
    end: Callable[[SecretField], None],
    shown: bool,
) -> None:
    with listening() as heard:
        if shown:
            field.actions()[-1].trigger()
        begin(field)
        typed = field.text()
        held = QLineEdit.text(field) + str(field.property("text")) + field.displayText()
        end(field)
    assert (typed, field.text()) == (PHRASE, "")
    assert QAccessible.Event.TextInserted in {spoken.event for spoken in heard}
    assert set("".join(spoken.words for spoken in heard) + held) == {"●"}


def test_the_test_hears_what_qt_sends_of_an_ordinary_line(qtbot: QtBot) -> None:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    qtbot.addWidget(line)
    with listening() as heard:
        line.setText(PHRASE)
        line.clear()
    assert PHRASE in [spoken.words for spoken in heard]


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ([(Qt.Key.Key_Backspace, None)], "seven lantern"),
        ([(Qt.Key.Key_Home, None), (Qt.Key.Key_Delete, None)], "even lanterns"),
        ([(Qt.Key.Key_Home, SHIFT), (Qt.Key.Key_X, None)], "x"),
        (
            [(Qt.Key.Key_Left, None), (Qt.Key.Key_Left, SHIFT), (Qt.Key.Key_X, None)],
            "seven lanterxs",
        ),
        ([(Qt.Key.Key_A, CONTROL), (Qt.Key.Key_Delete, None)], ""),
        ([(Qt.Key.Key_A, CONTROL), (Qt.Key.Key_C, CONTROL)], "seven lanterns"),
    ],
)
def test_the_words_follow_the_keys(
    field: PassphraseField, keys: list[tuple[Qt.Key, Qt.KeyboardModifier | None]], left: str
) -> None:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClicks(field, "seven lanterns")
    for key, modifier in keys:
        QTest.keyClick(field, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert (field.text(), len(field.displayText())) == (left, len(left))
    assert QGuiApplication.clipboard().text() == "before"


def test_other_words_of_the_same_length_are_noticed(field: PassphraseField, qtbot: QtBot) -> None:
    field.setText("seven")
    with qtbot.waitSignal(field.textChanged):
        field.setText("eight")
    with qtbot.assertNotEmitted(field.textChanged):
        field.setText("eight")
    assert field.text() == "eight"


def test_a_tool_of_the_desktop_may_fill_it_in(field: PassphraseField) -> None:
    field.setText("seven lanterns")
    access = QAccessible.queryAccessibleInterface(field).editableTextInterface()
    access.insertText(5, " bright")
    assert field.text() == "seven bright lanterns"
    access.replaceText(0, 12, "dim")
    assert (field.text(), field.displayText()) == ("dim lanterns", "●" * 12)
    access.deleteText(0, 12)
    assert field.text() == ""


def test_lines_that_are_pasted_become_blanks(field: PassphraseField) -> None:
    QGuiApplication.clipboard().setText("seven\nlanterns")
    field.paste()
    assert field.text() == "seven lanterns"


def test_a_passphrase_is_hidden_until_it_is_asked_for(field: PassphraseField) -> None:
    field.setText("iiii")
    hidden = field.grab().toImage()
    eye = field.actions()[-1]
    eye.trigger()
    shown = field.grab().toImage()
    field.setText("WWWW")
    assert hidden != shown != field.grab().toImage()
    eye.trigger()
    assert field.grab().toImage() == hidden


def test_a_passphrase_is_shown_by_a_key_too(field: PassphraseField, qtbot: QtBot) -> None:
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    for shown in (True, False):
        qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        assert field.is_shown is shown
    assert field.text() == ""


def test_a_shown_passphrase_is_mended_with_the_mouse(field: PassphraseField) -> None:
    field.setText("iiiiWWWW")
    field.show_words(True)
    middle = field.rect().center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(field, left, pos=QPoint(1, middle.y()))
    assert field.cursorPosition() == 0
    QTest.mouseClick(field, left, pos=QPoint(field.width() - 40, middle.y()))
    assert field.cursorPosition() == 8
    QTest.mousePress(field, left, pos=QPoint(1, middle.y()))
    QTest.mouseMove(field, QPoint(field.width() - 40, middle.y()))
    plain = field.grab().toImage()
    QTest.mouseRelease(field, left, pos=QPoint(field.width() - 40, middle.y()))
    QTest.keyClick(field, Qt.Key.Key_X)
    assert field.text() == "x"
    assert field.grab().toImage() != plain


def test_the_middle_button_pastes_the_selection(
    field: PassphraseField, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only some desktops have one; a test without a screen never does."""
    modes: list[QClipboard.Mode] = []

    def text(_clipboard: QClipboard, mode: QClipboard.Mode) -> str:
        modes.append(mode)
        return PHRASE

    monkeypatch.setattr(QClipboard, "text", text)
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton)
    assert (modes, field.text()) == ([QClipboard.Mode.Selection], PHRASE)
