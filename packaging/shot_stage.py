"""The stage the pictures are taken on: a demo shop, a window over it, and patience."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from csq_desktop import texts
from csq_desktop.clock import computer_clock
from csq_desktop.demo import build as demo
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import stores
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme

SIZE = (1366, 768)
_LONGEST_S, _STEP_S, _QUIET_STEPS = 25, 0.01, 8


@dataclass(frozen=True)
class Scene:
    """One picture: its name, the page it is on, and what is done there first."""

    name: str
    page: str
    act: Callable[["Stage"], object] = lambda _stage: None


class Stage:
    """Plays scenes and takes their pictures."""

    def __init__(self, place: Path) -> None:
        self.place = place
        qt = QApplication.instance() or QApplication([])
        assert isinstance(qt, QApplication)
        self.app = qt
        self.folder = place / demo.FOLDER
        demo.build(self.folder, demo.DemoSize(), now=computer_clock())
        self.people = stores.people(self.folder)
        first, source = self.people[0], computer_clock
        passphrase = demo.DEMO_PASSPHRASES[first.role]
        self.store = stores.open(self.folder, first.id, passphrase, source=source)
        theme.start(qt, Settings())
        self.tasks, self.lone = Tasks(self.store), Tasks()
        self._faults: list[str] = []
        for tasks in (self.tasks, self.lone):
            tasks.broke.connect(self._faults.append)
        self.main: MainWindow | None = None
        self.start: StartWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The main window."""
        assert self.main is not None
        return self.main

    @property
    def starting(self) -> StartWindow:
        """The window before anybody has signed in."""
        assert self.start is not None
        return self.start

    def dress(self, language: str, mode: str) -> None:
        """Make both windows anew, in a language and a theme."""
        texts.set_language(language)
        settings = replace(Settings(), language=language, theme=mode)
        theme.current().switch(mode=mode)
        theme.current().apply()
        for window in (self.main, self.start):
            if window is not None:
                window.hide()
                window.deleteLater()
        with self.store.reading() as session:
            this_shop = shop.shop(session)
        signed_in = SignedIn(self.store.folder, self.store.user, this_shop, self.store.clock.now)
        self.main = MainWindow(Context(self.tasks, signed_in, settings))
        self.start = StartWindow(self.lone, settings, source=computer_clock)
        for each in (self.main, self.start):
            each.resize(*SIZE)
        self.main.show()
        self.settle()

    def play(self, scene: Scene, target: Path, *, start: bool) -> None:
        """Do what a scene asks, take the picture, and close what it opened."""
        shown: QWidget = self.starting if start else self.window
        shown.show()
        if not start:
            self.window.show_page(scene.page)
            self.settle()
        try:
            scene.act(self)
            self.settle()
            over = self.over(shown)
            (over or shown).grab().save(str(target))
        finally:
            while (left := self.over(shown)) is not None:
                left.close()
                self.settle()
            if start:
                shown.hide()

    def over(self, shown: QWidget) -> QWidget | None:
        """The dialog or popup that lies over a window."""
        ours = {self.main, self.start, shown}
        windows = [
            window
            for window in self.app.topLevelWidgets()
            if window.isVisible() and window not in ours
        ]
        return windows[-1] if windows else None

    def find(self, name: str) -> QWidget:
        """A visible control by its name, in the dialog on top or in the window."""
        dialog = self.over(self.window)
        for place in [dialog] if dialog is not None else [self.window, self.starting]:
            for widget in place.findChildren(QWidget, name):
                if widget.isVisible():
                    return widget
        raise LookupError(f"no {name} is to be seen")

    def press(self, *names: str) -> None:
        """Press buttons one after the other, each when the window has settled."""
        for name in names:
            button = self.find(name)
            assert isinstance(button, QAbstractButton), name
            button.click()
            self.settle()

    def settle(self) -> None:
        """Let the window work until nothing is under way."""
        began, quiet = time.monotonic(), 0
        while quiet < _QUIET_STEPS:
            if time.monotonic() - began > _LONGEST_S:
                raise TimeoutError("the window did not come to rest")
            self.app.processEvents()
            time.sleep(_STEP_S)
            quiet = 0 if self.tasks.busy or self.lone.busy else quiet + 1

    def faults(self, where: str) -> list[str]:
        """What went wrong inside the program since it was last asked."""
        sentences = [f"{where}: {trace}" for trace in self._faults]
        self._faults.clear()
        return sentences

    def close(self) -> None:
        """Put the shop away."""
        self.tasks.close()
        self.lone.close()
        self.store.close()
