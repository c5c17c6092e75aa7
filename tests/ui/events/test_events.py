"""The events page over a real store: recorded, corrected and removed by keyboard, and undone."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.users import Role
from csq_desktop.services.actions import actions
from csq_desktop.services.events import book, events
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.events.dialog import EventDialog
from csq_desktop.ui.events.page import EventsPage
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.tasks import Tasks
from tests.factory import FixedClock, open_store
from tests.pledge_case import do, look
from tests.ui.conftest import SHOP
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

SALE = NewShopEvent(date(2026, 9, 7), date(2026, 9, 13), ShopEventKind.PROMOTION, "Winter sale")


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> PageDriver[EventsPage]:
    do(store, events.record, SALE)
    action = do(store, actions.promise, NewAction("Open a second till", "May", date(2026, 10, 9)))
    do(store, actions.finish, action)
    return PageDriver(qtbot, context, store, EventsPage)


def rows(driver: PageDriver[EventsPage]) -> list[tuple[str, ...]]:
    model = driver.page.model
    return [
        tuple(model.index(row, column).data(SHOWN).text for column in range(3))
        for row in range(model.rowCount())
    ]


def typed(driver: PageDriver[EventsPage], **fields: str) -> None:
    dialog = driver.dialog(EventDialog)
    for name, text in fields.items():
        line = child(dialog, QLineEdit, name)
        line.selectAll()
        driver.qtbot.keyClicks(line, text)
    driver.submit(dialog)


def test_the_book_is_listed_with_the_numbers_of_the_charts(
    driver: PageDriver[EventsPage],
) -> None:
    assert rows(driver) == [
        ("Open a second till", "2", "5 Oct 2026"),
        ("Winter sale", "1", "7 Sep – 13 Sep 2026"),
    ]
    driver.page.chips.choose("typed")
    assert [row[1] for row in rows(driver)] == ["1"]
    driver.page.chips.choose("derived")
    assert [row[1] for row in rows(driver)] == ["2"]
    assert not driver.page.correct.isEnabled()
    assert driver.page.correct.toolTip() == (
        "This event comes from another record. Correct it there."
    )


def test_an_event_is_recorded_by_keyboard_and_undone(driver: PageDriver[EventsPage]) -> None:
    driver.press("new_event")
    dialog = driver.dialog(EventDialog)
    dialog.kind.choose("equipment")
    typed(driver, title="Second till", start="28/9", end="28/9")
    assert rows(driver)[1] == ("Second till", "2", "28 Sep 2026")
    chosen = driver.page.chosen
    assert chosen is not None
    assert chosen.text == "New equipment: Second till"
    driver.undo()
    assert len(rows(driver)) == 2


def test_a_first_day_after_the_last_takes_it_along(driver: PageDriver[EventsPage]) -> None:
    driver.press("new_event")
    dialog = driver.dialog(EventDialog)
    dialog.end.set_day(date(2026, 9, 1))
    dialog.start.day_changed.emit(dialog.start.day)
    assert dialog.end.day == dialog.start.day == date(2026, 10, 5)


def test_what_is_missing_is_said_in_the_dialog(driver: PageDriver[EventsPage]) -> None:
    driver.press("new_event")
    dialog = driver.dialog(EventDialog)
    dialog.kind.choose("other")
    driver.submit(dialog)
    assert dialog.isVisible()
    assert dialog.forms[0].error("title") == "Enter what happened."


def test_enter_corrects_the_chosen_event(driver: PageDriver[EventsPage]) -> None:
    driver.page.table.choose(1)
    driver.qtbot.keyClick(driver.page.table, Qt.Key.Key_Return)
    driver.settle()
    assert driver.dialog(EventDialog).start.day == SALE.start
    typed(driver, title="Autumn sale")
    assert rows(driver)[1][0] == "Autumn sale"
    driver.undo()
    assert rows(driver)[1][0] == "Winter sale"


def test_a_removed_event_comes_back(driver: PageDriver[EventsPage]) -> None:
    driver.page.table.choose(1)
    driver.press("remove_event")
    assert len(rows(driver)) == 1
    driver.undo()
    assert len(rows(driver)) == 2
    event_id = look(driver.store, book.everything)[1].event.id
    driver.page.table.choose(0)
    driver.page.show_object(event_id)
    assert driver.page.shown_object() == event_id


def test_an_auditor_reads_only(qtbot: QtBot, tmp_path: Path) -> None:
    visiting = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    tasks = Tasks(visiting)
    signed_in = SignedIn(visiting.folder, visiting.user, SHOP, visiting.clock.now)
    driver = PageDriver(qtbot, Context(tasks, signed_in, Settings()), visiting, EventsPage)
    assert driver.page.empty.title.text() == "No events yet"
    assert driver.page.primary_words() == ""
    assert not driver.page.correct.isVisible()
    tasks.close()
    visiting.close()
