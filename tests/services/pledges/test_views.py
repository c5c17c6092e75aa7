"""Looking at pledges: a month's compliance, what it leaves out, what broke it, what is owed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Finding, RemedyKind
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.indicators.verdicts import Streak
from csq_desktop.domain.pledges.facts import PledgeSource
from csq_desktop.domain.pledges.months import PledgeDetail, PledgeExclusion, Redress
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.imports.kinds.pledge_counts import PledgeCounts
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.settings import shop
from csq_desktop.services.today import today
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.pledge_case import TERMS, acknowledging, count, do, look, till
from tests.services.small_shop import ended, logged, without_pledges

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def detail(store: Store, pledge_id: int, month: Month = OCTOBER) -> PledgeDetail:
    return look(store, pledge_views.detail, pledge_id, month)


def test_a_months_compliance_tells_n_interval_change_and_both_verdicts(store: Store) -> None:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 9, 1), 80, 20, 5)
    count(store, pledge_id, date(2026, 10, 1), 48, 2)
    count(store, pledge_id, date(2026, 10, 2), 33, 1, 1)
    told = detail(store, pledge_id)
    assert told.figure is not None
    assert (told.figure.text, told.figure.counts) == ("96.4%", "81 of 84")
    # Wilson interval of 81/84, Newcombe's method 3: 90.02 to 98.78%.
    assert told.figure.low == pytest.approx(0.9002, abs=1e-3)
    assert told.figure.high == pytest.approx(0.9878, abs=1e-3)
    assert told.figure.change == pytest.approx(81 / 84 - 0.8)
    assert told.figure.change_is_clear
    assert told.maximum is not None
    assert (told.figure.status, told.maximum.status) == (Status.MET, Status.MISSED)
    assert (told.status, told.broken, told.running) == (Status.MISSED, 3, True)
    assert not detail(store, pledge_id, SEPTEMBER).running


def test_few_counts_give_no_percentage_and_none_give_no_verdict(store: Store) -> None:
    pledge_id = till(store)
    assert detail(store, pledge_id).status is Status.NOTHING
    count(store, pledge_id, date(2026, 10, 1), 7, 2)
    told = detail(store, pledge_id)
    assert told.figure is not None
    assert (told.figure.value, told.figure.text, told.status) == (None, "7 of 9", Status.TOO_FEW)


def test_months_in_a_row_are_counted_back_from_the_month(store: Store) -> None:
    pledge_id = till(store)
    for month, missed in ((7, 9), (8, 0), (9, 1), (10, 0)):
        count(store, pledge_id, date(2026, month, 1), 50, missed)
    assert detail(store, pledge_id).streak == Streak(Status.MET, 3)
    assert detail(store, pledge_id).streak.text == "Met for 3 months"
    assert detail(store, pledge_id, Month(2026, 7)).streak == Streak(Status.MISSED, 1)
    assert detail(store, pledge_id, Month(2026, 7)).streak.text == "Not met"


def test_a_month_out_of_force_has_no_figure(store: Store) -> None:
    pledge_id = till(store)
    told = detail(store, pledge_id, Month(2026, 6))
    assert (told.figure, told.maximum, told.broken, told.status) == (None, None, 0, Status.NOTHING)
    assert told.open_days == ()


def test_counts_left_out_are_listed_with_day_and_reason(store: Store) -> None:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 10, 2), 9, 1, 0, 4, "Fire drill")
    count(store, pledge_id, date(2026, 9, 2), 9, 1, 0, 2, "Power cut")
    assert detail(store, pledge_id).left_out == (
        PledgeExclusion(date(2026, 10, 2), 4, "Fire drill"),
    )


def test_the_open_days_of_the_month_until_today_are_to_be_counted(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 10, 2))
    do(store, shop.close_shop, date(2026, 10, 3), date(2026, 10, 3), "Typhoon")
    assert [day.day for day in detail(store, pledge_id).open_days] == [2, 4, 5]
    assert detail(store, acknowledging(store)).open_days == ()


def test_complaints_left_out_are_listed_by_reference(store: Store, clock: FixedClock) -> None:
    pledge_id = acknowledging(store)
    with store.writing() as session:
        case = logged(session, clock)
        logged(session, clock)
        complaints.exclude(session, case, "Asked for by the customer")
    clock.move(days=1)
    told = detail(store, pledge_id)
    assert told.left_out == (
        PledgeExclusion(
            date(2026, 10, 5), 1, "Asked for by the customer", "C-2026-0001-SSP01", case
        ),
    )
    assert [one.ref for one in told.cases] == ["C-2026-0002-SSP01"]
    assert told.figure is not None
    assert (told.figure.excluded, told.figure.counts) == (1, "0 of 1")


def test_complaints_that_came_too_late_are_named_with_their_remedy(
    store: Store, clock: FixedClock
) -> None:
    pledge_id = acknowledging(store)
    with store.writing() as session:
        late, open_one, withdrawn = (logged(session, clock) for _ in range(3))
        in_time = logged(session, clock)
        complaints.acknowledge(session, in_time)
        complaints.withdraw(session, withdrawn, "Logged twice")
    clock.move(hours=6)
    with store.writing() as session:
        ended(session, late, remedy_kind=RemedyKind.VOUCHER, remedy_cents=5_000)
    told = detail(store, pledge_id)
    assert [(one.complaint_id, one.is_remedied) for one in told.cases] == [
        (late, True),
        (open_one, False),
    ]
    assert told.cases[0].done_at == clock.at
    assert told.cases[1].done_at is None
    assert (told.broken, told.made_good, told.owed) == (2, Redress(1, 5_000), 1)


def test_a_remedy_of_none_leaves_the_promise_owed(store: Store, clock: FixedClock) -> None:
    pledge_id = acknowledging(store)
    with store.writing() as session:
        case = logged(session, clock)
    clock.move(hours=6)
    with store.writing() as session:
        ended(session, case, finding=Finding.UNFOUNDED, remedy_kind=RemedyKind.NONE)
    assert detail(store, pledge_id).owed == 1


def test_a_clock_that_waits_for_the_customer_has_not_run_out(
    store: Store, clock: FixedClock
) -> None:
    pledge_id = acknowledging(store, PledgeSource.RESOLVE)
    with store.writing() as session:
        waiting, late = logged(session, clock), logged(session, clock)
        for case in (waiting, late):
            complaints.acknowledge(session, case)
        complaints.wait_for_customer(session, waiting)
    clock.move(days=20)
    told = detail(store, pledge_id)
    assert [one.complaint_id for one in told.cases] == [late]
    assert told.broken == len(told.cases)


def test_earlier_rounds_are_named_too(store: Store, clock: FixedClock) -> None:
    pledge_id = acknowledging(store, PledgeSource.RESOLVE)
    with store.writing() as session:
        late, excluded = logged(session, clock), logged(session, clock)
        complaints.exclude(session, excluded, "Court case")
    clock.move(days=10)
    with store.writing() as session:
        for case in (late, excluded):
            ended(session, case)
            complaints.reopen(session, case, "It broke again")
    told = detail(store, pledge_id)
    assert told.broken == 1
    assert [one.complaint_id for one in told.cases] == [late]
    # left out in its first round and, until somebody counts it again, in its second
    assert [one.reason for one in told.left_out] == ["Court case"] * 2
    assert {one.complaint_id for one in told.left_out} == {excluded}


def test_the_named_cases_are_as_many_as_the_figure_counts(store: Store, clock: FixedClock) -> None:
    pledge_id = acknowledging(store)
    with store.writing() as session:
        for _ in range(4):
            logged(session, clock)
    for month in (OCTOBER, Month(2026, 11)):
        clock.at = datetime(2026, 11, 20, 4, tzinfo=UTC)
        told = detail(store, pledge_id, month)
        assert told.broken == len(told.cases)


def test_promises_made_good_are_no_longer_owed(store: Store) -> None:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 10, 1), 40, 6)
    assert detail(store, pledge_id).owed == 6
    do(store, pledge_months.make_good, pledge_id, OCTOBER, 4, 8_000)
    told = detail(store, pledge_id)
    assert (told.made_good, told.owed) == (Redress(4, 8_000), 2)
    do(store, pledge_months.make_good, pledge_id, OCTOBER, 9)
    assert detail(store, pledge_id).owed == 0


def test_actions_that_came_of_the_pledge_stand_with_it(store: Store) -> None:
    pledge_id = till(store)
    new = NewAction("Open a second till", "May", date(2026, 11, 1), ActionSource.PLEDGE, pledge_id)
    do(store, actions.promise, new)
    do(store, actions.promise, replace(new, source=ActionSource.REVIEW, source_id=None))
    assert [one.title for one in detail(store, pledge_id).actions] == ["Open a second till"]


def test_a_pledge_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(UserError, match="has been removed"):
        detail(store, 1)


def test_the_list_tells_verdict_trend_and_days_to_count(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 9, 1))
    acknowledging(store)
    for day in range(20, 31):
        count(store, pledge_id, date(2026, 9, day), 19, 1)
    count(store, pledge_id, date(2026, 10, 3), 30, 0)
    by_hand, derived = look(store, pledge_views.lines, OCTOBER)
    assert (by_hand.id, by_hand.pledge.code, by_hand.status) == (pledge_id, "TILL", Status.MET)
    assert by_hand.trend == (None,) * 10 + (0.95, 1.0)
    assert by_hand.uncounted == 3  # the 1st, 2nd and 4th; today may still be counted
    assert (derived.pledge.code, derived.status, derived.uncounted) == ("ACK", Status.NOTHING, 0)


def test_the_list_has_the_pledges_of_the_month_or_those_retired_before(store: Store) -> None:
    assert look(store, pledge_views.lines, OCTOBER) == ()
    pledge_id = till(store)
    assert look(store, pledge_views.lines, Month(2026, 6)) == ()
    do(store, pledges.retire, pledge_id, date(2026, 9, 30))
    assert [one.id for one in look(store, pledge_views.lines, SEPTEMBER)] == [pledge_id]
    assert look(store, pledge_views.lines, OCTOBER) == ()
    assert look(store, pledge_views.lines, SEPTEMBER, retired=True) == ()
    (line,) = look(store, pledge_views.lines, OCTOBER, retired=True)
    assert (line.id, line.figure, line.status) == (pledge_id, None, Status.NOTHING)


def test_the_figures_of_the_list_are_the_figures_of_the_month(
    store: Store, clock: FixedClock
) -> None:
    pledge_id = till(store)
    acknowledging(store)
    count(store, pledge_id, date(2026, 10, 1), 40, 6, 1, 2, "Fire drill")
    with store.writing() as session:
        logged(session, clock)
    clock.move(days=12)
    whole = look(store, figures.month, OCTOBER)
    for line in look(store, pledge_views.lines, OCTOBER):
        assert line.figure == whole.get(f"pledge.{line.pledge.code}")
        assert line.maximum == whole.get(f"pledge.{line.pledge.code}.maximum")


def test_months_begin_with_the_first_pledge(store: Store) -> None:
    assert look(store, pledge_views.first_month) == OCTOBER
    till(store, effective_from=date(2026, 3, 5))
    assert look(store, pledge_views.first_month) == Month(2026, 3)


def test_a_days_sheet_has_the_pledges_counted_by_hand_that_day(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 10, 4))
    acknowledging(store)
    do(store, shop.close_shop, date(2026, 10, 3), date(2026, 10, 3), "Typhoon")
    entered = count(store, pledge_id, date(2026, 10, 4), 9, 0)
    assert entered is None
    sheets = look(store, pledge_views.count_sheets, date(2026, 10, 3), date(2026, 12, 24))
    assert [sheet.day.day for sheet in sheets] == [5, 4, 3]
    today, yesterday, closed = sheets
    assert [one.id for one in today.pledges] == [pledge_id]
    assert (today.missing, today.count_of(pledge_id)) == (1, None)
    found = yesterday.count_of(pledge_id)
    assert found is not None
    assert (yesterday.missing, found.met) == (0, 9)
    assert (closed.is_open, closed.missing, closed.pledges) == (False, 0, ())


def test_terms_in_force_on_the_months_last_day_judge_it(store: Store) -> None:
    pledge_id = till(store)
    later = replace(TERMS, standard_share=0.5, effective_from=date(2026, 10, 20))
    do(store, pledges.change_terms, pledge_id, later)
    assert detail(store, pledge_id).version.number == 2
    assert detail(store, pledge_id, SEPTEMBER).version.number == 1


def test_a_pledge_is_called_by_the_wording_in_force(store: Store, clock: FixedClock) -> None:
    pledge_id, wording = till(store), TERMS.wording.en
    count(store, pledge_id, date(2026, 10, 5), 96, 4)
    planned = replace(TERMS, wording=ThreeTexts("Quick"), effective_from=date(2026, 12, 1))
    do(store, pledges.change_terms, pledge_id, planned)

    def names() -> list[str]:
        month = Month.of(clock.at.date())
        (line,) = look(store, pledge_views.lines, month)
        (hit,) = look(store, pledges.find, "quick")
        chart = look(store, today.show).chart
        assert chart is not None
        option = look(store, PledgeCounts().options, "pledge_code")[0][1]
        return [line.wording, hit.text.split("  ")[1], chart.name, option.split(" · ")[1]]

    assert names() == [wording] * 4
    clock.at = datetime(2026, 12, 2, 4, tzinfo=UTC)
    assert names() == ["Quick"] * 4
