"""The real program in a process of its own, and an unseen hand: signs in, looks, locks."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from csq_desktop import __main__, app
from csq_desktop.ui.shell.main_window import MainWindow
from tests.storage.faults.fork_server import tell

Ready = Callable[[], bool]


class Handled(app.Program):
    """The program, used by the hand once it stands."""

    def begin(self, words: Sequence[str]) -> bool:
        self.painted.connect(self._choose)
        return super().begin(words)

    def _choose(self) -> None:
        _when(lambda: self._is_there("user_0"), self._sign_in)

    def _sign_in(self) -> None:
        self._find("user_0").click()
        _when(lambda: self._is_there("passphrase"), self._open)

    def _open(self) -> None:
        self._find("passphrase").setText(sys.stdin.readline().strip())
        self._find("open").click()
        _when(lambda: isinstance(self.window, MainWindow), self._look)

    def _look(self) -> None:
        assert isinstance(self.window, MainWindow)
        self.window.show_page("customers")
        _when(self._rests, partial(QTimer.singleShot, 300, self._lock))

    def _lock(self) -> None:
        tell("looking")
        sys.stdin.readline()
        assert self.window is not None
        QTest.keyClick(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    def _rests(self) -> bool:
        return self.context is not None and not self.context.tasks.busy

    def _is_there(self, name: str) -> bool:
        return not self.tasks.busy and self._find(name) is not None

    def _find(self, name: str) -> Any:
        assert self.window is not None
        return self.window.findChild(QWidget, name)


def _when(ready: Ready, act: Callable[[], object]) -> None:
    if ready():
        act()
    else:
        QTimer.singleShot(20, partial(_when, ready, act))


def run(folder: str) -> None:
    """Open the window on a store; the passphrase comes on standard input, and a line to lock."""
    app.Program = Handled  # type: ignore[misc]  # the hand's own
    sys.exit(__main__.main([folder]))
