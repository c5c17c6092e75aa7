"""Drives the customers page, and reads what the trail tells of who was shown."""

from PySide6.QtWidgets import (
    QLabel,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.audit.entries import TrailFilter, TrailKind
from csq_desktop.domain.customers.facts import (
    Identity,
    RevealReason,
)
from csq_desktop.services import audit_trail
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.dialogs import (
    RevealDialog,
)
from csq_desktop.ui.customers.page import CustomersPage
from tests.ui.page_case import PageDriver

CHAN = Identity("陳大文", "CHAN Tai Man", "91234567", "tai.man@example.com")


class Driver(PageDriver[CustomersPage]):
    """The customers page and what can be read on it."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, CustomersPage)

    def seen(self) -> str:
        labels = [label for label in self.page.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in labels)


def reveal_for(driver: Driver, reason: RevealReason, words: str = "") -> None:
    driver.press("reveal")
    dialog = driver.dialog(RevealDialog)
    dialog.reason.choose(reason.value)
    dialog.words.setText(words)
    driver.submit()


def reveals(store: Store) -> list[tuple[str, dict[str, str]]]:
    """The customers shown, oldest first, and what the trail tells a supervisor of each."""
    shown = TrailFilter(kind=TrailKind.IDENTITIES)
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, shown).lines
    return [
        (line.about, {change.field: change.after for change in line.changes})
        for line in reversed(lines)
    ]


def opens(driver: Driver, row: int, name: str) -> None:
    driver.page.table.choose(row)
    driver.qtbot.waitUntil(lambda: name in driver.seen())
