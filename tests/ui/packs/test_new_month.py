"""The page of review packs while a month ends."""

from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.factory import FixedClock
from tests.ui.finding import child
from tests.ui.packs.test_packs import issue, opened, settled


def test_a_month_that_begins_while_the_window_is_open_is_offered(
    qtbot: QtBot, context: Context, clock: FixedClock
) -> None:
    page = opened(qtbot, context)
    page.making.month.choose("2026-10")
    settled(qtbot, context)
    clock.at = datetime(2026, 10, 31, 16, tzinfo=UTC)  # the first of November in Hong Kong
    child(page, QTimer, "minute").timeout.emit()
    settled(qtbot, context)
    assert page.making.month.itemText(0) == "November 2026"
    assert page.making.month.value == "2026-10"
    assert not page.making.note.isVisible()  # October is over now


def test_an_issued_pack_that_is_read_stays_shown_when_a_month_begins(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    number = issue(store)
    page = opened(qtbot, context)
    page.show_object(number)
    settled(qtbot, context)
    clock.at = datetime(2026, 10, 31, 16, tzinfo=UTC)
    child(page, QTimer, "minute").timeout.emit()
    settled(qtbot, context)
    assert page.making.month.itemText(0) == "November 2026"
    assert (page.shown_object(), page.pages.state.text) == (number, "Issued")
