"""The first page through the window: what it shows, where it leads, when it looks again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.pledges import pledges
from csq_desktop.services.today import today
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.texts import set_language
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.today.page import TodayPage
from tests import factory
from tests.checklist_case import give_out, run_through
from tests.ui.conftest import SHOP
from tests.ui.finding import child, shown
from tests.ui.looks import IN_EVERY_LOOK


def settled(qtbot: QtBot, context: Context) -> None:
    for _ in range(2):
        qtbot.waitUntil(lambda: not context.tasks.busy, timeout=10_000)
        QApplication.processEvents()


@pytest.fixture
def went(context: Context) -> list[tuple[str, object]]:
    places: list[tuple[str, object]] = []
    context.navigated.connect(lambda key, at: places.append((key, at)))
    return places


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[TodayPage]:
    faults: list[str] = []
    context.tasks.broke.connect(faults.append)
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    made.show()
    settled(qtbot, context)
    yield made
    assert faults == []


def log(store: Store) -> int:
    new = NewComplaint(
        Channel.COUNTER, store.clock.now(), "till.waiting", Severity.MEDIUM, "Ten minutes."
    )
    with store.writing() as session:
        return complaints.log(session, new).id


def promise(store: Store, missed: int = 4) -> int:
    terms = PledgeTerms(
        ThreeTexts("At the till", "輪到付款", "轮到付款"),
        ThreeTexts("soon", "準時", "准时"),
        0.95,
        ThreeTexts(),
        None,
        date(2026, 1, 1),
    )
    with store.writing() as session:
        pledge = pledges.define(session, NewPledge("TILL", PledgeSource.MANUAL, "May", terms))
        for back in range(0, 210, 10):
            day = date(2026, 10, 5) - timedelta(days=back)
            pledges.count_day(session, DayCount(pledge, day, 96, missed if back < 5 else 4))
    return pledge


def test_only_ones_own_are_shown_when_asked_for(
    page: TodayPage, store: Store, context: Context, qtbot: QtBot
) -> None:
    with store.writing() as session:
        for title, owner in (("Lamp", store.user.name), ("Paint", "Lam")):
            actions.promise(session, NewAction(title, owner, date(2026, 10, 5)))
    page.reload()
    settled(qtbot, context)
    assert {"Lamp", "Paint"} <= set(rows(page))
    page.mine.setChecked(True)
    assert rows(page) == ["Lamp"]
    page.reload()
    settled(qtbot, context)
    assert rows(page) == ["Lamp"]
    page.mine.setChecked(False)
    assert "Paint" in rows(page)


def rows(page: TodayPage) -> list[str]:
    return [page.due.row_at(at).text for at in range(page.due.rowCount())]


def test_an_empty_day_says_its_date_and_hides_the_chart(page: TodayPage) -> None:
    assert page.subtitle.text() == "Monday 5 Oct 2026 · open 10:00–22:00"
    assert page.chart.isHidden()
    assert [card.value.text() for card in page.cards] == ["–", "0", "–", "–"]
    assert rows(page) == ["Make a backup", "Choose where backups go"]


def test_what_changes_is_shown_at_once(
    qtbot: QtBot, context: Context, page: TodayPage, store: Store
) -> None:
    def job(session: Session) -> object:
        new = NewComplaint(
            Channel.COUNTER, store.clock.now(), "till.waiting", Severity.MEDIUM, "Ten minutes."
        )
        return complaints.log(session, new)

    context.tasks.write(page, job)
    settled(qtbot, context)
    assert page.cards[1].value.text() == "1"
    assert page.cards[1].badge.text == "1 due today"
    assert rows(page)[0] == "Acknowledge C-2026-0001-SSP01"


def test_a_line_leads_to_its_record(
    qtbot: QtBot, context: Context, store: Store, went: list[tuple[str, object]]
) -> None:
    case = log(store)
    with store.writing() as session:
        action = actions.promise(session, NewAction("Fix the hooks", "May", date(2026, 10, 1)))
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    made.show()
    settled(qtbot, context)
    assert rows(made)[:2] == ["Fix the hooks", "Acknowledge C-2026-0001-SSP01"]
    made.due_table.choose(0)
    qtbot.keyClick(made.due_table, Qt.Key.Key_Return)
    made.due_table.choose(1)
    place = made.due_table.visualRect(made.due.index(1, 0)).center()
    qtbot.mouseClick(made.due_table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert went == [("checklists", action), ("complaints", case)]
    cell = made.due.index(0, 1).data(SHOWN)
    assert (cell.text, cell.tone) == ("4 days overdue", Tone.BAD)
    later = [made.due.index(at, 1).data(SHOWN) for at in range(1, made.due.rowCount())]
    assert {cell.tone for cell in later} == {Tone.WARN}


def test_each_card_leads_to_its_page(
    qtbot: QtBot, page: TodayPage, went: list[tuple[str, object]]
) -> None:
    for card in page.cards:
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert [key for key, _ in went] == ["pledges", "complaints", "complaints", "checklists"]
    assert page.cards[0].accessibleName() == "Pledge performance, October, –, no counts entered yet"


def test_the_chart_says_what_it_found_and_leads_to_its_pledge(
    qtbot: QtBot, context: Context, store: Store, went: list[tuple[str, object]]
) -> None:
    pledge = promise(store)
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    made.show()
    settled(qtbot, context)
    qtbot.waitUntil(lambda: made.chart.view.is_drawn, timeout=10_000)
    assert made.chart.title.words.text() == "At the till: Stable: no unusual month"
    assert "At the till" in made.chart.view.accessibleName()
    child(made, type(made.chart.as_table), "open_pledge").click()
    assert went == [("pledges", pledge)]


def test_log_complaint_is_the_pages_action(page: TodayPage, went: list[tuple[str, object]]) -> None:
    page.primary_action()
    assert went == [("complaints", "new")]


def test_the_page_looks_at_the_clock_every_minute(
    qtbot: QtBot, context: Context, page: TodayPage, store: Store
) -> None:
    page.due_table.setFocus(Qt.FocusReason.OtherFocusReason)
    log(store)
    child(page, QTimer, "minute").timeout.emit()
    settled(qtbot, context)
    assert page.cards[1].value.text() == "1"
    page.due_table.choose(page.due.rowCount() - 1)
    row = page.due_table.currentIndex().row()
    child(page, QTimer, "minute").timeout.emit()
    settled(qtbot, context)
    assert page.due_table.currentIndex().row() == row > 0
    page.hide()
    log(store)
    child(page, QTimer, "minute").timeout.emit()
    settled(qtbot, context)
    assert page.cards[1].value.text() == "1"


@pytest.mark.usefixtures("dressed")
def test_what_is_due_stands_above_the_chart_where_there_is_no_room_beside_it(
    qtbot: QtBot, context: Context, page: TodayPage
) -> None:
    page.chart.show()  # an empty store has nothing to draw
    QApplication.processEvents()
    assert page.chart.width() < 0.7 * page.width()
    page.resize(600, 768)
    QApplication.processEvents()
    assert page.chart.width() > 0.8 * page.width()
    assert page.due_table.mapTo(page, QPoint()).y() < page.chart.mapTo(page, QPoint()).y()


def test_a_failed_critical_item_is_red_and_leads_to_where_it_is_acted_on(
    qtbot: QtBot, store: Store, page: TodayPage, context: Context, went: list[tuple[str, object]]
) -> None:
    run_id = run_through(store, give_out(store), i2_1="no")
    page.reload()
    settled(qtbot, context)
    when = page.due.index(0, 1).data(SHOWN)
    assert (when.text, when.tone) == ("add an action", Tone.BAD)
    page.due_table.opened.emit(0)
    assert went == [("checklists", f"{run_id}/2.1")]


def test_nothing_due_says_so(qtbot: QtBot, context: Context, page: TodayPage) -> None:
    page.show_today(_without_items(page, context, qtbot))
    assert [empty.title.text() for empty in shown(page, EmptyState)] == ["Nothing is due"]


def _without_items(page: TodayPage, context: Context, qtbot: QtBot) -> today.Today:
    found: list[today.Today] = []
    context.tasks.read(page, today.show, found.append)
    settled(qtbot, context)
    return replace(found[-1], due=())


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_staff_and_auditors_see_their_day(
    qtbot: QtBot, store: Store, tmp_path: Path, role: Role
) -> None:
    log(store)
    store.close()
    opened = factory.open_store(tmp_path, role, source=factory.FixedClock())
    tasks = Tasks(opened)
    context = Context(
        tasks, SignedIn(opened.folder, opened.user, SHOP, opened.clock.now), Settings()
    )
    faults: list[str] = []
    tasks.broke.connect(faults.append)
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.show()
    settled(qtbot, context)
    assert rows(made) == ["Acknowledge C-2026-0001-SSP01"]
    assert made.primary is not None
    assert made.primary.isEnabled() is (role is Role.STAFF)
    assert faults == []
    tasks.close()
    opened.close()


@IN_EVERY_LOOK
def test_the_page_opens_in_every_language_theme_and_size(
    qtbot: QtBot,
    context: Context,
    store: Store,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    set_language(language)
    sized(mode=mode, percent=percent)
    promise(store, missed=40)
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settled(qtbot, context)
    qtbot.waitUntil(lambda: made.chart.view.is_drawn, timeout=10_000)
    assert made.title.text() in ("Today", "今日", "今天")
    assert made.due.rowCount() >= 1
