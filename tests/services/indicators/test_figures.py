"""Figures: what each is computed from, and that a recount of the rows gives the same."""

from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import NewRun
from csq_desktop.domain.complaints.facts import ComplaintClock, Finding, RemedyKind, Severity
from csq_desktop.domain.indicators.figures import Better, MonthFigures, Status, Unit
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import complaints
from csq_desktop.services.indicators import figures, ledger
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import ended, founded, logged

OCTOBER = Month(2026, 10)
NOVEMBER = Month(2026, 11)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def month_figures(store: Store, month: Month = OCTOBER) -> MonthFigures:
    with store.reading() as session:
        return figures.month(session, month)


def at(day: int, hour: int, month: int = 10) -> datetime:
    """A moment of 2026 in Hong Kong."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


def test_an_empty_month_says_nothing_and_promises_nothing(store: Store) -> None:
    there = month_figures(store)
    assert there.get("pledge.TILL").status is Status.NOTHING
    assert there.get("pledge.TILL").value is None
    assert there.get("complaints.received").value == 0
    assert there.get("complaints.median_days").status is Status.NOTHING
    assert there.get("complaints.upheld").value is None
    assert there.find("complaints.per_1000") is None
    assert there.balance.holds
    with pytest.raises(KeyError):
        there.get("complaints.per_1000")


def test_figures_stand_in_printed_order_and_once_each(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        ended(session, logged(session, clock))
    ids = [figure.id for figure in month_figures(store).figures]
    assert len(ids) == len(set(ids))
    assert ids[:4] == ["pledge.TILL", "pledge.TILL.maximum", "pledge.ACK", "pledge.ACK.maximum"]
    assert ids.index("complaints.within_band2") + 1 == ids.index("complaints.median_days")
    assert ids.index("checklists.finished") + 1 == ids.index("checklists.expected")


def test_a_deadline_that_passes_while_the_case_is_open_is_missed_at_once(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    assert month_figures(store).get("complaints.acknowledged").denominator == 0
    clock.move(hours=3, minutes=59)
    assert month_figures(store).get("complaints.acknowledged").denominator == 0
    clock.move(minutes=2)
    late = month_figures(store).get("complaints.acknowledged")
    assert (late.numerator, late.denominator) == (0, 1)
    with store.writing() as session:
        complaints.acknowledge(session, case)
    assert month_figures(store).get("complaints.acknowledged") == late


def test_waiting_stops_the_resolve_clock_and_not_the_other(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        complaints.wait_for_customer(session, logged(session, clock))
    clock.move(days=20)
    there = month_figures(store)
    assert there.get("complaints.acknowledged").denominator == 1
    assert there.get("complaints.resolved").denominator == 0


def test_waiting_that_begins_after_the_deadline_saves_nothing(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    clock.move(days=9)
    with store.writing() as session:
        complaints.wait_for_customer(session, case)
    assert month_figures(store).get("complaints.resolved").denominator == 1


def test_what_is_left_out_is_counted_beside_the_figure(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        complaints.exclude(session, case, "Fire drill")
    clock.move(days=9)
    there = month_figures(store)
    for name in ("complaints.acknowledged", "pledge.ACK", "pledge.RES", "pledge.RES.maximum"):
        assert (there.get(name).denominator, there.get(name).excluded) == (0, 1)
    assert there.get("pledges.kept").excluded == 2


def test_below_the_minimum_n_a_share_is_told_as_counts_alone(store: Store) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 1), 8, 1))
    few = month_figures(store).get("pledge.TILL")
    assert (few.status, few.value, few.low, few.high) == (Status.TOO_FEW, None, None, None)
    assert few.text == "8 of 9"
    assert few.sure == ""
    with store.writing() as session:
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 2), 1, 0))
    enough = month_figures(store).get("pledge.TILL")
    assert (enough.status, enough.value) == (Status.MISSED, 0.9)
    assert enough.text == "90.0%"
    assert enough.sure == "95% CI 59.6–98.2%"


def test_a_share_of_few_is_not_compared(store: Store) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 9, 1), 8, 1))
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 1), 20, 1))
    assert month_figures(store).get("pledge.TILL").change is None


def test_two_shares_are_compared_with_an_interval(store: Store) -> None:
    """56/70 against 48/80: Newcombe 1998 (Stat. Med. 17:873), table II, case a, method 10."""
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 9, 1), 48, 32))
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 1), 56, 14))
    change = month_figures(store).get("pledge.TILL")
    assert change.change == pytest.approx(0.2)
    assert [change.change_low, change.change_high] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert change.change_is_clear
    assert change.change_text == "+20.0 points"


def test_the_maximum_of_a_pledge_counted_by_hand_is_part_of_what_was_missed(store: Store) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 1), 90, 10, 6, 4, "Fire drill"))
    longest = month_figures(store).get("pledge.TILL.maximum")
    assert (longest.numerator, longest.denominator, longest.excluded) == (6, 100, 4)
    assert (longest.better, longest.status) == (Better.LOWER, Status.MISSED)


def test_a_maximum_counts_in_the_month_it_passes_in(store: Store, clock: FixedClock) -> None:
    """Received 23 October: due after 7 days of 12 hours on the 30th, maximum after 10 on 2 Nov."""
    clock.at = at(23, 10)
    with store.writing() as session:
        logged(session, clock)
    clock.at = at(2, 9, 11)
    assert month_figures(store).get("pledge.RES").denominator == 1
    assert month_figures(store).get("pledge.RES.maximum").numerator == 0
    before = month_figures(store)
    clock.at = at(3, 10, 11)
    assert month_figures(store).get("pledge.RES.maximum").numerator == 0
    november = month_figures(store, NOVEMBER).get("pledge.RES.maximum")
    assert (november.numerator, november.denominator) == (1, 1)
    assert month_figures(store).figures == before.figures


def test_a_case_done_before_its_maximum_or_held_by_a_wait_is_not_beyond_it(
    store: Store, clock: FixedClock
) -> None:
    """A wait that begins after the deadline holds nothing: not the maximum either."""
    with store.writing() as session:
        done, held, waiting, late = (logged(session, clock) for _ in range(4))
        complaints.wait_for_customer(session, held)
    clock.move(days=8)
    with store.writing() as session:
        ended(session, done)
        complaints.wait_for_customer(session, waiting)
    clock.move(days=10)
    with store.writing() as session:
        ended(session, late)
    figure = month_figures(store).get("pledge.RES.maximum")
    assert (figure.numerator, figure.denominator) == (2, 3)


def test_reopening_leaves_the_first_rounds_maximum_where_it_was(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    clock.move(days=15)
    with store.writing() as session:
        ended(session, case)
    before = month_figures(store).get("pledge.RES.maximum")
    assert before.numerator == 1
    clock.at = at(28, 10)
    with store.writing() as session:
        complaints.reopen(session, case, "Broke again")
    assert month_figures(store).get("pledge.RES.maximum") == before
    clock.at = at(20, 10, 11)
    assert month_figures(store).get("pledge.RES.maximum") == before
    assert month_figures(store, NOVEMBER).get("pledge.RES.maximum").numerator == 1


def test_a_clock_pledge_without_a_maximum_time_has_none_beyond(
    store: Store, clock: FixedClock
) -> None:
    terms = PledgeTerms(
        wording=ThreeTexts("Quick"),
        standard=ThreeTexts("soon"),
        standard_share=0.9,
        maximum=ThreeTexts("late"),
        maximum_share=0.1,
        effective_from=date(2026, 10, 1),
    )
    with store.writing() as session:
        pledges.define(session, NewPledge("Q", PledgeSource.ACKNOWLEDGE, "", terms))
        logged(session, clock)
    clock.move(days=20)
    figure = month_figures(store).get("pledge.Q.maximum")
    assert (figure.numerator, figure.denominator) == (0, 1)


def test_a_pledge_is_told_from_its_first_month_to_its_last(store: Store) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0]
        pledges.retire(session, pledge.id, date(2026, 9, 15))
    assert month_figures(store, Month(2026, 6)).find("pledge.TILL") is None
    assert month_figures(store, Month(2026, 9)).find("pledge.TILL")
    assert month_figures(store).find("pledge.TILL") is None


def test_the_terms_of_the_months_last_day_are_the_months(store: Store) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0]
        terms = PledgeTerms(
            ThreeTexts("New"), ThreeTexts("n"), 0.5, ThreeTexts(), None, date(2026, 10, 20)
        )
        pledges.change_terms(session, pledge.id, terms)
    assert month_figures(store, Month(2026, 9)).get("pledge.TILL").target == 0.95
    assert month_figures(store).get("pledge.TILL").target == 0.5
    assert month_figures(store).find("pledge.TILL.maximum") is None


def test_complaints_per_thousand_sales_need_the_sales(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        logged(session, clock)
        shop.enter_transactions(session, OCTOBER, 2000)
    rate = month_figures(store).get("complaints.per_1000")
    assert (rate.value, rate.numerator, rate.denominator) == (0.5, 1, 2000)
    assert rate.text == "0.50"
    assert rate.sure == "95% CI 0.09–2.83"


def test_closing_is_told_in_bands_and_by_its_median(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        first, second, third = (logged(session, clock) for _ in range(3))
    clock.move(days=1)
    with store.writing() as session:
        ended(session, first, remedy_kind=RemedyKind.VOUCHER, remedy_cents=5_000)
    clock.move(days=7)
    with store.writing() as session:
        ended(session, second, finding=Finding.NOT_UPHELD)
    clock.move(days=8)
    with store.writing() as session:
        ended(session, third, finding=Finding.PARTLY)
    there = month_figures(store)
    assert there.get("complaints.within_band1").counts == "1 of 3"
    assert there.get("complaints.within_band2").counts == "2 of 3"
    assert there.get("complaints.median_days").value == 8
    assert there.get("complaints.median_days").text == "8.0 days"
    assert there.get("complaints.upheld").counts == "2 of 3"
    assert there.get("complaints.redress").text == "HK$50"
    assert [f.value for f in there.below(FigureFamily.FINDING)] == [1, 1, 1, 0]
    assert [(f.id, f.value) for f in there.below(FigureFamily.REMEDY)] == [
        ("complaints.remedy.apology", 2),
        ("complaints.remedy.voucher", 1),
    ]
    assert [(f.id, f.value) for f in there.below(FigureFamily.REDRESS)] == [
        ("complaints.redress.voucher", 5_000),
    ]


def test_more_may_be_reopened_in_a_month_than_were_closed_in_it(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        cases = [logged(session, clock) for _ in range(4)]
        for case in cases:
            ended(session, case)
    clock.at = at(3, 12, 11)
    with store.writing() as session:
        for case in cases:
            complaints.reopen(session, case, "It broke again")
        ended(session, cases[0])
    november = month_figures(store, NOVEMBER)
    assert (november.balance.reopened, november.balance.closed) == (4, 1)
    rate = november.get("complaints.reopen_rate")
    assert (rate.value, rate.unit, rate.denominator) == (4, Unit.COUNT, None)


def test_reopened_cases_are_counted_and_their_first_closing_kept(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        ended(session, case, remedy_kind=RemedyKind.REFUND, remedy_cents=1_000)
    clock.at = at(3, 12, 11)
    with store.writing() as session:
        complaints.reopen(session, case, "It broke again")
        ended(session, case)
    october, november = month_figures(store), month_figures(store, NOVEMBER)
    assert october.get("complaints.closed").value == 1
    assert october.get("complaints.remedy.refund").value == 1
    assert october.get("complaints.median_days").n == 1
    assert november.get("complaints.reopened").value == 1
    assert november.get("complaints.reopen_rate").value == 1
    assert (november.balance.start, november.balance.end) == (0, 0)


def test_open_cases_are_aged_to_the_end_of_the_month(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        closed_later, reopened, _open = (logged(session, clock) for _ in range(3))
        ended(session, reopened)
    clock.at = at(30, 10)
    with store.writing() as session:
        logged(session, clock)
    clock.at = at(2, 12, 11)
    with store.writing() as session:
        ended(session, closed_later)
        complaints.reopen(session, reopened, "Again")
        withdrawn = logged(session, clock, received_at=at(5, 10))
        complaints.withdraw(session, withdrawn, "Twice")
    with store.reading() as session:
        assert figures.ages_of_open(session, OCTOBER) == (26, 26, 1)
        there = figures.open_cases(session, OCTOBER)
    assert len(there) == month_figures(store).balance.end == 3
    assert [one.ref for one in there] == [
        "C-2026-0001-SSP01",
        "C-2026-0003-SSP01",
        "C-2026-0004-SSP01",
    ]
    assert [f.value for f in month_figures(store).below(FigureFamily.AGE)] == [1, 0, 2, 0]


def test_actions_are_counted_as_they_stood(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        late = actions.promise(session, NewAction("Second till", "May", date(2026, 10, 20)))
        actions.promise(session, NewAction("Labels", "May", date(2026, 11, 20)))
    clock.at = at(5, 12, 11)
    with store.writing() as session:
        actions.finish(session, late)
    october, november = month_figures(store), month_figures(store, NOVEMBER)
    assert (october.get("actions.open").value, october.get("actions.overdue").value) == (2, 1)
    assert october.get("actions.overdue").status is Status.MISSED
    assert (november.get("actions.open").value, november.get("actions.overdue").value) == (1, 0)


def test_checklists_are_told_by_their_scores_and_what_was_expected(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        line = checklist_templates.templates(session)[0]
        run = checklists.start(session, NewRun(line.id))
        template = checklist_templates.template(session, line.id)
        for item in template.items:
            choice = next(c for c in template.choices(item) if c.score == 1)
            checklists.answer(session, run, item.code, choice.key)
        checklists.finish(session, run)
    clock.at = at(8, 9)
    there = month_figures(store)
    assert there.get("checklists.score").value == 1
    assert there.get("checklists.score").n == 1
    assert there.get(f"checklists.score.{line.key}").text == "100.0%"
    assert there.get(f"checklists.finished.{line.key}").value == 1
    assert there.get("checklists.expected").value == 3  # opening: 5, 6 and 7 October
    assert there.get("checklists.in_time").counts == "1 of 3"


def test_labels_come_in_the_language_spoken(store: Store) -> None:
    with speaking("zh_HK"):
        there = month_figures(store)
    assert there.get("pledge.TILL").label == "TILL 承諾"
    assert there.get("complaints.received").label == "收到投訴"


def test_the_first_month_is_the_one_something_was_received_in(
    store: Store, clock: FixedClock
) -> None:
    with store.reading() as session:
        assert figures.first_month(session) is None
    with store.writing() as session:
        logged(session, clock, received_at=at(5, 10, 8))
        case = logged(session, clock, received_at=at(5, 10, 3))
    with store.reading() as session:
        assert figures.first_month(session) == Month(2026, 3)
    with store.writing() as session:
        complaints.withdraw(session, case, "Twice")
    with store.reading() as session:
        assert figures.first_month(session) == Month(2026, 8)


def test_nothing_is_compared_with_a_month_before_the_first_that_was_counted(
    store: Store, clock: FixedClock
) -> None:
    with store.reading() as session:
        assert records.first_counted(session) is None
    with store.writing() as session:
        for _ in range(3):
            logged(session, clock)
    received = month_figures(store).get("complaints.received")
    assert (received.value, received.previous, received.change) == (3, None, None)
    with store.reading() as session:
        assert records.first_counted(session) == OCTOBER
    later = month_figures(store, NOVEMBER).get("complaints.received")
    assert (later.previous, later.change) == (3, -3)
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 9, 1), 1, 0))
    received = month_figures(store).get("complaints.received")
    assert (received.previous, received.change) == (0, 3)
    with store.reading() as session:
        assert records.first_counted(session) == Month(2026, 9)


def test_categories_are_told_most_first_over_one_month_or_more(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        for category in ("staff.rude", "till.waiting", "till.waiting"):
            logged(session, clock, category=category)
        logged(session, clock, category="staff.rude", received_at=at(5, 10, 9))
        logged(session, clock, category="staff.rude", received_at=at(6, 10, 9))
    with store.reading() as session:
        assert figures.received_by_category(session, OCTOBER) == (
            ("till.waiting", 2),
            ("staff.rude", 1),
        )
        assert figures.received_by_category(session, OCTOBER, 2)[0] == ("staff.rude", 3)


def test_the_ledger_knows_when_a_months_figures_are_taken(store: Store, clock: FixedClock) -> None:
    with store.reading() as session:
        there = ledger.open_ledger(session, NOVEMBER, 3)
    assert there.end_of(Month(2026, 9)) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert there.end_of(OCTOBER) == clock.at
    assert there.end_of(NOVEMBER) == clock.at
    assert there.clock(OCTOBER, ComplaintClock.RESOLVE) == (0, 0, 0)


def test_a_grave_case_is_due_sooner(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        logged(session, clock, severity=Severity.CRITICAL)
    clock.move(minutes=61)
    assert month_figures(store).get("complaints.acknowledged").denominator == 1


def test_what_was_made_good_is_a_figure_as_the_pack_prints_it(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        till = next(one for one in pledges.everything(session) if one.code == "TILL")
        pledges.count_day(session, DayCount(till.id, date(2026, 10, 1), 20, 6))
        pledge_months.make_good(session, till.id, OCTOBER, 4, 10_000)
    found = month_figures(store)
    assert found.get("pledge.TILL.made_good").value == 4
    assert found.get("pledge.TILL.made_good_cost").value == 10_000
