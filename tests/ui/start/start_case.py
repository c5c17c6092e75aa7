"""A program under test: its windows, what they hold, and how somebody works with them."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from csq_desktop.app import Program
from csq_desktop.clock import TimeSource
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.shell import main_window, one_instance, pages
from csq_desktop.ui.shell.main_window import MainWindow
from tests.factory import FixedClock
from tests.ui.finding import child

SETTINGS_ONLY = tuple(entry for entry in pages.PAGES if entry.key == "settings")
PASSPHRASE = "nine kettles sing in the rain"


@dataclass
class Running:
    """One program and what it asked the world to do."""

    program: Program
    qtbot: Any
    relaunched: list[list[str]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    may_relaunch: bool = True

    @property
    def window(self) -> QWidget:
        assert self.program.window is not None
        return self.program.window

    @property
    def main(self) -> MainWindow:
        """The window of an open store."""
        assert isinstance(self.window, MainWindow)
        return self.window

    @property
    def store(self) -> Store:
        """The open store."""
        assert self.program.store is not None
        return self.program.store

    @property
    def context(self) -> Context:
        """What the pages of the open store share."""
        assert self.program.context is not None
        return self.program.context

    @property
    def page(self) -> Any:
        """The page of the start window."""
        window: Any = self.window
        return window.page

    def find(self, name: str) -> Any:
        """A control of the page or window by its name."""
        start = self.page if hasattr(self.window, "show_welcome") else self.window
        found = child(start, QWidget, name)
        assert found is not None, name
        return found

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.qtbot.waitUntil(self._quiet, timeout=30_000)

    def type(self, **texts: str) -> None:
        """Type into fields by their names."""
        for name, text in texts.items():
            self.find(name).setText(text)

    def click(self, name: str) -> None:
        """Press a button and wait for what it does."""
        self.find(name).click()
        self.settle()

    def sign_in(self, user: int, passphrase: str) -> None:
        """Choose the user at a place of the list and open the store."""
        self.click(f"user_{user}")
        self.type(passphrase=passphrase)
        self.click("open")

    def lock(self) -> None:
        """Lock, and wait for the program to hand over and end."""
        self.main.lock()
        self.end()

    def end(self) -> None:
        """Wait until the program has ended."""
        self.qtbot.waitUntil(lambda: bool(self.ended))

    def try_to_leave(self) -> None:
        """Whatever would make the page anew or go back, pressed all at once."""
        QTest.keyClick(self.page, Qt.Key.Key_Escape)
        for name in ("language_zh_HK", "theme_dark"):
            QTest.mouseClick(child(self.window, QPushButton, name), Qt.MouseButton.LeftButton)
        for button in self.page.findChildren(QPushButton):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _quiet(self) -> bool:
        context = self.program.context
        return not self.program.tasks.busy and not (context and context.tasks.busy)


def start(
    qapp: QApplication,
    qtbot: Any,
    words: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    source: TimeSource | None = None,
    looks_after: bool = False,
) -> Running:
    """Begin the program with these words, its window painted.

    Only where a test asks for it does the program look after the store by itself.
    """
    relaunched: list[list[str]] = []

    def relaunch(again: Sequence[str]) -> bool:
        """As a new program does: its window stands at once, and answers."""
        relaunched.append([*again])
        if running.may_relaunch:
            bell = one_instance.Bell(Path(again[0]))
            program.ended.connect(lambda _code: bell.take_down())
        return running.may_relaunch

    clock = source or FixedClock()
    program = Program(qapp, settings or Settings(), relaunch, source=clock, looks_after=looks_after)
    running = Running(program, qtbot, relaunched)
    program.ended.connect(running.ended.append)
    with qtbot.waitSignal(program.painted):
        assert program.begin(words)
    running.settle()
    return running


def put_away(running: Running) -> None:
    """End the program and destroy its windows."""
    running.program.let_go()
    if running.program.window is not None:
        running.program.window.close()
        running.program.window.deleteLater()
    running.program.deleteLater()


def only_settings(monkeypatch: Any) -> None:
    """Let the main window hold the settings alone: the other pages have tests of their own."""
    usual = main_window.MainWindow.__init__.__kwdefaults__
    assert usual is not None
    defaults = {**usual, "entries": SETTINGS_ONLY}
    monkeypatch.setattr(main_window.MainWindow.__init__, "__kwdefaults__", defaults)


Begin = Callable[..., Running]


class Held:
    """A job of the program that waits until the test lets it go on."""

    def __init__(self, job: Callable[..., Any]) -> None:
        self._job, self.begun, self.let_go = job, threading.Event(), threading.Event()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.begun.set()
        assert self.let_go.wait(10)
        return self._job(*args, **kwargs)
