"""Hands on the keyboard alone: keys go to whatever has the focus."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from csq_desktop.demo import build as demo
from csq_desktop.domain.users import Role
from tests.ui.start.start_case import Running

CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Hands:
    """Presses keys in a running program; nothing is clicked."""

    running: Running
    pressed: int = 0
    """How many keys so far, a key with another held down as one; letters of a text apart."""

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press keys one after the other, and wait for what each does."""
        for key in keys:
            self.pressed += 1
            QTest.keyClick(self._where(), key, held)
            self._wait()

    def type(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            QTest.keyClicks(self._where(), letter)  # the first may open a field for the others
        self._wait()

    def command(self, words: str) -> None:
        """Ctrl+K, some words, Enter."""
        self.press(Qt.Key.Key_K, held=CTRL)
        self.type(words)
        self.press(Qt.Key.Key_Return)

    def sign_in(self) -> None:
        """As the first user of the demo, who is chosen already."""
        self.press(Qt.Key.Key_Return)
        self.type(demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
        self.press(Qt.Key.Key_Return)

    def menu(self, words: str) -> None:
        """Open the menu of the row and choose from it."""
        self.press(Qt.Key.Key_Menu)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        self.press(*[Qt.Key.Key_Down] * (texts.index(words) + 1), Qt.Key.Key_Return)

    def _where(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            return popup
        return QApplication.focusWidget() or self.running.window

    def _wait(self) -> None:
        self.running.settle()
        QApplication.processEvents()
        if QApplication.activeWindow() is None:  # without a screen nobody hands the focus back
            self.running.window.activateWindow()
            QApplication.processEvents()
