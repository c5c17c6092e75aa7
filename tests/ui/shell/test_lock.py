"""Locking: nobody at the keyboard is noticed, and nothing is left to be read."""

import pytest
import time_machine
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.shell import lock
from csq_desktop.ui.shell.lock import IdleWatch


class Searched(QWidget):
    """A search and another field."""

    def __init__(self) -> None:
        super().__init__()
        self.search, self.name = SearchBox("Search…"), QLineEdit("typed")
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.name)


@pytest.fixture
def window(qtbot: QtBot) -> Searched:
    made = Searched()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_five_quiet_minutes_are_noticed_even_if_the_machine_slept(qtbot: QtBot) -> None:
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False) as clock:
        watch = IdleWatch(5)
        clock.shift(299)
        with qtbot.assertNotEmitted(watch.idle):
            watch.check()
        clock.shift(1)
        with qtbot.waitSignal(watch.idle):
            watch.check()


@pytest.mark.parametrize("act", ["key", "move", "press", "wheel"])
def test_whoever_moves_or_types_is_there(window: Searched, qtbot: QtBot, act: str) -> None:
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False) as clock:
        watch = IdleWatch(5)
        clock.shift(200)
        handle = window.windowHandle()
        if act == "key":
            QTest.keyClick(handle, Qt.Key.Key_A)
        elif act == "move":
            QTest.mouseMove(handle, window.rect().center())
            QTest.mouseMove(handle, window.rect().topLeft())
        elif act == "wheel":
            QTest.wheelEvent(handle, window.rect().center(), window.rect().bottomRight())
        else:
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
        clock.shift(200)
        with qtbot.assertNotEmitted(watch.idle):
            watch.check()
        clock.shift(101)
        with qtbot.waitSignal(watch.idle):
            watch.check()


def test_a_window_that_opens_later_is_watched_too(window: Searched, qtbot: QtBot) -> None:
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False) as clock:
        watch = IdleWatch(5)
        dialog = QDialog(window)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
        clock.shift(299)
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
        clock.shift(299)
        with qtbot.assertNotEmitted(watch.idle):
            watch.check()


def test_every_quiet_half_minute_is_a_pause(qtbot: QtBot) -> None:
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False) as clock:
        watch, pauses = IdleWatch(2), list[int]()
        watch.pause.connect(lambda: pauses.append(1))
        counts = []
        for seconds in (29, 1, 5, 25, 10):
            clock.shift(seconds)
            watch.check()
            counts.append(len(pauses))
        watch.touch()
        for seconds in (29, 1):
            clock.shift(seconds)
            watch.check()
            counts.append(len(pauses))
        assert counts == [0, 1, 1, 2, 2, 2, 3]


def test_one_quiet_while_is_told_once(qtbot: QtBot) -> None:
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False) as clock:
        watch, told = IdleWatch(1), []
        watch.idle.connect(lambda: told.append(1))
        clock.shift(60)
        watch.check()
        watch.check()
        assert told == [1]


def test_no_window_search_or_copied_text_is_left(window: Searched, qtbot: QtBot) -> None:
    window.search.setText("Chan Tai Man")
    clipboard.copy("Chan Tai Man 9123 4567", personal=True)
    dialog = QDialog(window)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    menu = QMenu(window)
    menu.addAction("x")
    menu.popup(window.mapToGlobal(window.rect().center()))
    lock.clear_traces(window)
    assert window.search.text() == ""
    assert window.name.text() == "typed"
    assert QApplication.clipboard().text() == ""
    assert not dialog.isVisible()
    assert QApplication.activePopupWidget() is None
    assert window.isVisible()


def test_what_shows_a_person_leaves_the_clipboard_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "KEPT_SECONDS", 0)
    clipboard.copy("9123 4567", personal=True)
    held = QApplication.clipboard().mimeData()
    assert held.hasFormat("x-kde-passwordManagerHint")
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "")


def test_what_was_copied_since_is_not_taken_off(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "KEPT_SECONDS", 0)
    clipboard.copy("9123 4567", personal=True)
    clipboard.copy("C-2026-0412")
    later = []
    QTimer.singleShot(0, lambda: later.append(1))
    qtbot.waitUntil(lambda: bool(later))
    assert QApplication.clipboard().text() == "C-2026-0412"


def test_what_another_program_copied_is_left_alone() -> None:
    QApplication.clipboard().setText("from elsewhere")
    clipboard.clear()
    assert QApplication.clipboard().text() == "from elsewhere"


def test_other_text_stays_on_the_clipboard(qtbot: QtBot) -> None:
    clipboard.copy("C-2026-0412")
    assert not QApplication.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
    assert QApplication.clipboard().text() == "C-2026-0412"
