"""The settings under test: a window that holds them alone, and how somebody works with it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.settings.page import SettingsPage
from csq_desktop.ui.shell.main_window import MainWindow
from tests.ui.finding import child
from tests.ui.start.start_case import SETTINGS_ONLY

NEW_PASSPHRASE = "nine kettles sing in the rain"
OTHER = "four umbrellas under one awning"


class Window:
    """The settings in a window of their own."""

    def __init__(self, context: Context, qtbot: Any) -> None:
        self.context, self.qtbot = context, qtbot
        self.window = MainWindow(context, entries=SETTINGS_ONLY)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.settle()

    @property
    def page(self) -> SettingsPage:
        page = self.window.page
        assert isinstance(page, SettingsPage)
        return page

    @property
    def section(self) -> Any:
        return self.page.section

    @property
    def toast(self) -> str:
        return child(self.window, Toast).text

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=30_000)

    def show(self, key: str) -> Any:
        """Choose a section by its chip."""
        self.press(f"sections_{key}")
        return self.section

    def find(self, name: str, kind: type[Any] = QWidget) -> Any:
        """A control of the section, or of a dialog over it, by its name."""
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
        for place in [*(one for one in dialogs if one.isVisible()), self.page]:
            found = place.findChild(kind, name)
            if found is not None:
                return found
        raise AssertionError(name)

    def press(self, name: str) -> None:
        """Press a button and wait for what it does."""
        self.find(name, QPushButton).click()
        self.settle()

    def undo(self) -> None:
        """Take back what the message at the foot speaks of."""
        child(child(self.window, Toast), QPushButton, "undo").click()
        self.settle()


def new_complaint(store: Store) -> NewComplaint:
    return NewComplaint(
        channel=Channel.COUNTER,
        received_at=store.clock.now(),
        category="till.waiting",
        severity=Severity.MEDIUM,
        words="Private.",
    )


def read(store: Store, query: Callable[..., Any]) -> Any:
    with store.reading() as session:
        return query(session)
