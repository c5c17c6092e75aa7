"""What a pack is made of, before any page is drawn."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.packs.asks import Ask, AskFacts, AskKind
from csq_desktop.domain.packs.asks import sentence as ask_sentence
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.paper.charts import TimeSpec
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.pledges.months import Redress
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.pages import asks as asks_page
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.services.actions import actions
from csq_desktop.services.events import events
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import asks, facts, packs
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges, views
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.packs import PackAskRow
from csq_desktop.texts import speaking
from tests.checklist_case import give_out, run_through
from tests.factory import FixedClock, Furnish
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import SHORT, make_pack
from tests.services.small_shop import ended, founded, logged

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def test_a_pledge_has_the_open_actions_that_were_linked_to_it(store: Store) -> None:
    due = date(2026, 10, 20)
    with store.writing() as session:
        till = pledges.everything(session)[0]
        actions.promise(session, NewAction("Fix the hooks", "May", due))
        linked = NewAction("Open a second till", "May", due, ActionSource.PLEDGE, till.id)
        actions.promise(session, linked)
    with store.reading() as session:
        pack = facts.gather(session, OCTOBER, "en")
    titles = {pledge.number: [action.title for action in pledge.actions] for pledge in pack.pledges}
    assert titles.pop(till.number) == ["Open a second till"]
    assert not any(titles.values())


def test_an_event_is_on_every_chart_over_time_under_one_number(store: Store) -> None:
    sale = NewShopEvent(date(2026, 9, 7), date(2026, 9, 9), ShopEventKind.PROMOTION, "Ask 91234567")
    with store.writing() as session:
        events.record(session, replace(sale, start=date(2026, 8, 3), end=date(2026, 8, 3)))
        events.record(session, sale)
    with store.reading() as session:
        pack = facts.gather(session, OCTOBER, "en")
    assert [(line.number, line.event.title) for line in pack.events] == [
        (1, "Ask [telephone]"),
        (2, "Ask [telephone]"),
    ]
    drawn = [*(pledge.chart for pledge in pack.pledges), *vars(pack.charts).values()]
    over_time = [spec for spec in drawn if isinstance(spec, TimeSpec)]
    assert len(over_time) == len(pack.pledges) + 4
    for spec in over_time:
        covered = [line.mark for line in pack.events if line.event.end >= spec.spans[0][0]]
        assert list(spec.events) == covered


def test_what_was_made_good_is_the_same_in_pack_figures_and_on_the_pledges_page(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        cases = [logged(session, clock) for _ in range(2)]
    clock.move(days=14)
    with store.writing() as session:
        till = pledges.everything(session)[0]
        pledges.count_day(session, DayCount(till.id, date(2026, 10, 5), 40, 3))
        pledge_months.make_good(session, till.id, OCTOBER, 2, 4_000)
        ended(session, cases[0], remedy_kind=RemedyKind.VOUCHER, remedy_cents=5_000)
    with store.reading() as session:
        pack = facts.gather(session, OCTOBER, "en")
        counted = figures.month(session, OCTOBER)
        for pledge, expected in zip(
            pledges.everything(session),
            (Redress(2, 4_000), Redress(1, 5_000), Redress(1, 5_000)),
            strict=True,
        ):
            assert views.detail(session, pledge.id, OCTOBER).made_good == expected
            printed = next(page for page in pack.pledges if page.number == pledge.number)
            assert printed.made_good == expected
            listed = counted.get(FigureFamily.PLEDGE_MADE_GOOD.of(pledge.code))
            cost = counted.get(FigureFamily.PLEDGE_MADE_GOOD_COST.of(pledge.code))
            assert (listed.value, cost.value) == (expected.count, expected.cents)


def test_how_late_a_case_is_stands_in_the_brackets_of_the_language(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        logged(session, clock)
    clock.move(days=14)
    with store.reading() as session:
        asked = packs.words(session, PackRequest(OCTOBER, ("zh_HK",))).asked
    assert "C-2026-0001-SSP01（" in asked


def test_a_critical_item_is_one_request_however_often_it_failed(
    store: Store, clock: FixedClock
) -> None:
    floor = give_out(store)
    for _ in range(2):
        run_through(store, floor, i2_1="no")
    other = run_through(store, floor, i1_2="no")
    door = NewAction("Stand there", "May", date(2026, 11, 20), ActionSource.CHECKLIST, other, "1.2")
    lights = replace(door, title="Lamps", item_code="2.1")

    def served() -> tuple[list[str], set[str]]:
        with store.reading() as session:
            gathered = facts.gather(session, OCTOBER, "en")
        requests = [ask for ask in words.asks(gathered) if ask.kind is AskKind.CRITICAL_ITEMS]
        lines = {line.verdict.measure: line.actions for line in gathered.targets}
        refs = {action.ref for action in lines[FigureId.CHECKLISTS_CRITICAL_FAILED]}
        return [ask_sentence(ask) for ask in requests], refs

    with store.writing() as session:
        actions.promise(session, door)
    once = ["Correct the failed critical item and show that it is fixed."]
    assert served() == (once, set())  # an action about another item does not serve it
    with store.writing() as session:
        actions.promise(session, lights)
    assert served() == (once, {"A-2026-0002"})
    clock.move(days=30)
    with store.writing() as session:
        packs.issue(session, PackRequest(OCTOBER, ("en",), "", "", "A count", SHORT))
    run_through(store, floor, date(2026, 10, 9), i2_1="no")  # entered after the pack was issued
    checks, more = "R-2026-0001, R-2026-0002", "R-2026-0004"
    assert kept(store, "en") == (
        f"Correct the failed critical item “Are the rooms lit?” (Fitting-room audit, {checks}) "
        "and show that it is fixed."
    )
    assert "「試身室是否明亮？」（試身室檢查、R-2026-0001、R-2026-0002）" in kept(store, "zh_HK")
    with store.writing() as session:
        for row in session.scalars(select(PackAskRow)):
            row.refs = []
    assert f"(Fitting-room audit, {checks}, {more})" in kept(store, "en")  # of an earlier version


def kept(store: Store, language: str) -> str:
    """What a later month's pack says of the request for a critical item."""
    with store.reading() as session, speaking(language):
        there = asks.before(session, Month(2026, 12))
        (ask,) = (ask for ask in there if ask.facts.kind is AskKind.CRITICAL_ITEMS)
        assert ask.facts.named == 0
        return ask.sentence


def test_a_pledge_missed_by_its_longest_time_alone_is_told_so(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    with store.writing() as session:
        till = pledges.everything(session)[0]
        pledges.count_day(session, DayCount(till.id, date(2026, 9, 2), 960, 40))
        pledges.count_day(session, DayCount(till.id, date(2026, 10, 2), 950, 50, 50))
        shop.enter_transactions(session, Month(2026, 10), 900)
        terms = till.current.terms
        strict = replace(terms, maximum_share=0.01, effective_from=date(2026, 10, 1))
        pledges.change_terms(session, till.id, strict)
    whole = in_one_line(make_pack(store, month=Month(2026, 10)).pdf)
    assert "TILL promise: standard met, but 50 of 1,000 cases exceeded the maximum time" in whole
    assert "TILL promise (5.0% over the maximum, pledge at most 1%)" in whole
    assert "95.0%. The standard is at least 95% and was met." in whole
    with store.reading() as session:
        gathered = facts.gather(session, Month(2026, 10), "en")
    asked = AskFacts(kind=AskKind.DECIDE, pledge_id=till.id)
    before = Ask(id=1, number=1, months=(Month(2026, 9),), asked_on=date(2026, 10, 5), facts=asked,
                 sentence="TILL promise: Decide.")  # fmt: skip
    section = str(tuple(asks_page.section(Voices(replace(gathered, asked_before=(before,))))))
    assert "Now 5.0% over the maximum (pledge at most 1%)." in section
    assert "0.00 per 1,000 sales" in whole


def test_main_causes_of_what_was_closed_stand_beside_what_is_not_analysed(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        for cause in ("people.training", "", "people.training"):
            ended(session, logged(session, clock), cause=cause)
    with store.reading() as session:
        gathered = facts.gather(session, OCTOBER, "en")
    counted = [(cause.label, cause.month, cause.year) for cause in gathered.closed_causes]
    assert counted == [("Not trained for it", 2, 2), ("Not yet analysed", 1, 1)]
