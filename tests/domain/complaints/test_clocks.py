"""The clocks of a case, second by second."""

from datetime import UTC, datetime, time

import pytest

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.clocks import Moment, ShopMonths
from csq_desktop.domain.complaints.facts import ClockState, ComplaintClock, RemedyKind
from tests.domain.complaints.shop_case import CALENDAR, DAY, HOUR, at


@pytest.mark.parametrize(
    ("since", "due", "held"),
    [(None, 5, False), (4, 5, True), (5, 5, True), (6, 5, False), (6, None, True)],
)
def test_a_wait_holds_the_clock_unless_it_began_too_late(
    since: Moment, due: Moment, held: bool
) -> None:
    assert clocks.is_held(since, due) is held


@pytest.mark.parametrize(
    ("due", "moment", "held", "out"),
    [(5, 5, False, False), (5, 6, False, True), (5, 6, True, False), (None, 6, False, False)],
)
def test_a_clock_runs_out_after_its_last_second(
    due: Moment, moment: int, held: bool, out: bool
) -> None:
    assert clocks.has_run_out(due, moment, held=held) is out


@pytest.mark.parametrize(
    ("done", "due", "now", "state"),
    [
        (None, None, 9, ClockState.NONE),
        (3, None, 9, ClockState.NONE),
        (5, 5, 9, ClockState.MET),
        (6, 5, 9, ClockState.MISSED),
        (None, 5, 5, ClockState.RUNNING),
        (None, 5, 6, ClockState.OVERDUE),
    ],
)
def test_a_clock_stands_at_a_moment(done: Moment, due: Moment, now: int, state: ClockState) -> None:
    assert clocks.standing(done, due, now) is state


def test_what_is_left_out_is_neither_met_nor_missed() -> None:
    assert clocks.standing(6, 5, 9, excluded=True) is ClockState.EXCLUDED
    assert clocks.standing(None, 5, 9, held=True) is ClockState.PAUSED
    assert clocks.ending(None, 5) is ClockState.RUNNING
    assert clocks.ending(None, 5, excluded=True, waiting=5) is ClockState.RUNNING
    assert clocks.ending(None, 5, excluded=True, waiting=6) is ClockState.EXCLUDED
    assert clocks.ending(4, 5, excluded=True, waiting=3) is ClockState.EXCLUDED
    assert clocks.ending(3, None) is ClockState.MISSED  # counted in no month: it has no deadline


@pytest.mark.parametrize(
    ("moments", "over", "clock"),
    [
        ((1, None, 5, None), False, ComplaintClock.ACKNOWLEDGE),
        ((1, 1, 5, None), False, ComplaintClock.RESOLVE),
        ((5, None, 1, None), False, ComplaintClock.RESOLVE),
        ((5, None, 5, None), False, ComplaintClock.ACKNOWLEDGE),
        ((None, None, None, None), False, None),
        ((1, 1, 5, 5), False, None),
        ((1, None, 5, None), True, None),
    ],
)
def test_the_next_clock_is_the_one_that_runs_out_first(
    moments: tuple[Moment, Moment, Moment, Moment], over: bool, clock: ComplaintClock | None
) -> None:
    ack_due, acknowledged, due, resolved = moments
    spans = (
        (ComplaintClock.ACKNOWLEDGE, ack_due, acknowledged),
        (ComplaintClock.RESOLVE, due, resolved),
    )
    assert clocks.next_clock(spans, over=over)[0] is clock


@pytest.mark.parametrize(
    ("age", "band"), [(0, 1), (3 * DAY, 1), (3 * DAY + 1, 2), (10 * DAY, 2), (10 * DAY + 1, 3)]
)
def test_a_case_closed_in_the_last_second_of_a_band_is_in_it(age: int, band: int) -> None:
    assert clocks.closing_band(100, 100 + age, (3, 10)) == band


def test_business_time_is_counted_in_seconds_of_opening() -> None:
    assert clocks.due_from(CALENDAR, at(0, 21), 2 * HOUR) == at(1, 11)
    assert clocks.business_between(CALENDAR, at(0, 21), at(1, 11)) == 2 * HOUR


@pytest.mark.parametrize("zone", ["Asia/Hong_Kong", "Asia/Kathmandu", "America/New_York"])
def test_a_month_begins_at_the_shops_midnight(zone: str) -> None:
    calendar = ShopCalendar(weekly=(((time(10), time(22)),),) * 7, zone=zone)
    months = ShopMonths(calendar)
    midnight = datetime(2026, 11, 1, tzinfo=calendar.timezone).astimezone(UTC)
    first = int(midnight.timestamp())
    assert (months.of(first - 1), months.of(first)) == (202610, 202611)
    assert months.of(None) is None


def test_a_gesture_of_goodwill_is_known_by_its_kind() -> None:
    assert clocks.is_goodwill(RemedyKind.GOODWILL)
    assert clocks.is_goodwill("goodwill")
    assert not clocks.is_goodwill(None)
