"""The clocks of a case: when they run out, what holds them, how they end, in which month.

Moments are whole seconds since 1970, UTC, or None where there is none: imports ask these functions
a million times, column by column, and a case asks them once.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from csq_desktop.domain.calendar.calendar import ShopCalendar, business_seconds, due_at
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ClockState, ComplaintClock, RemedyKind

Moment = int | None
At = TypeVar("At", datetime, int)
DAY = 86_400
QUARTER = 900
UNDATED_BAND = 0
"""The closing band of a case that is closed, nobody knows since when: it is in no time figure."""


class ShopMonths(dict[int, int]):
    """The shop's month of a moment, as stored (202610); each quarter of an hour is looked up once.

    Every zone in use is a whole number of quarters away from UTC, so a month never begins inside
    one.
    """

    def __init__(self, calendar: ShopCalendar) -> None:
        super().__init__()
        self._calendar = calendar

    def __missing__(self, quarter: int) -> int:
        day = self._calendar.day_of(as_datetime(quarter * QUARTER))
        code = self[quarter] = Month.of(day).code
        return code

    def of(self, moment: Moment) -> int | None:
        """The month of a moment."""
        return None if moment is None else self[moment // QUARTER]


def as_datetime(moment: int) -> datetime:
    """The moment as an aware datetime."""
    return datetime.fromtimestamp(moment, UTC)


def due_from(calendar: ShopCalendar, start: int, span: int) -> int:
    """The earliest moment with so many business seconds since the start; see calendar.due_at."""
    return int(due_at(calendar, as_datetime(start), span).timestamp())


def business_between(calendar: ShopCalendar, start: int, end: int) -> int:
    """Seconds the shop is open from start to end; negative when the end comes first."""
    return business_seconds(calendar, as_datetime(start), as_datetime(end))


def is_held(since: At | None, due: At | None) -> bool:
    """Whether a wait for the customer holds the resolve clock: it began before that ran out.

    Both moments as datetimes, or both as seconds since 1970.
    """
    return since is not None and (due is None or since <= due)


def has_run_out(due: At | None, moment: At, *, held: bool = False) -> bool:
    """Whether a clock that still ran at a moment had run out by then: a miss that stays one.

    In its last second a deadline is still kept. Both moments as datetimes, or both as seconds
    since 1970.
    """
    return due is not None and due < moment and not held


def ending(
    done: Moment, due: Moment, *, excluded: bool = False, waiting: Moment = None
) -> ClockState:
    """How a clock counts in its month's sums: met, missed, still running, or left out.

    A clock that still runs is counted as missed by whoever reads the sums, once its deadline has
    passed: no sum can tell that by itself. One that a wait holds is never left out meanwhile: its
    deadline moves when the wait ends, and would else be taken out of a month that is settled.
    """
    if done is None and due is not None and is_held(waiting, due):
        return ClockState.RUNNING
    if excluded:
        return ClockState.EXCLUDED
    if done is None:
        return ClockState.RUNNING
    return ClockState.MET if due is not None and done <= due else ClockState.MISSED


def standing(
    done: Moment, due: Moment, now: int, *, excluded: bool = False, held: bool = False
) -> ClockState:
    """How a clock stands at a moment."""
    if due is None:
        return ClockState.NONE
    state = ending(done, due, excluded=excluded)
    if state is not ClockState.RUNNING:
        return state
    if held:
        return ClockState.PAUSED
    return ClockState.OVERDUE if has_run_out(due, now) else ClockState.RUNNING


def next_clock(
    spans: Iterable[tuple[ComplaintClock, Moment, Moment]], *, over: bool
) -> tuple[ComplaintClock | None, Moment]:
    """The clock that runs out first and is still running; none of a case that is over.

    `spans` are clocks with their deadlines and when they were stopped. The deadline of one that is
    held is left out by the caller.
    """
    running = [(due, clock) for clock, due, done in spans if done is None and due is not None]
    if over or not running:
        return None, None
    moment, clock = min(running)
    return clock, moment


def closing_band(received: int, closed: int, limits: tuple[int, int]) -> int:
    """Closing band 1, 2 or 3: within the first limit of days, the second, or later."""
    age = closed - received
    if age <= limits[0] * DAY:
        return 1
    return 2 if age <= limits[1] * DAY else 3


def last_known(received: int, acknowledged: Moment, resolved: Moment) -> int:
    """The last moment known of a case that was closed on an unknown date.

    In its month the closing counts: the case was open until then, and is open in no later month.
    """
    return resolved or acknowledged or received


def is_goodwill(kind: RemedyKind | str | None) -> bool:
    """Whether a remedy is a gesture of goodwill by its kind."""
    return kind == RemedyKind.GOODWILL
