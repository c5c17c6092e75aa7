"""The longest time a pledge allows: when a case that missed its deadline passes that too."""

from datetime import datetime
from typing import NamedTuple

from csq_desktop.domain.calendar.calendar import ShopCalendar, due_at
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import is_held


class LateCase(NamedTuple):
    """A case whose clock ran out: from when, until when (None: still open), seconds held."""

    started_at: datetime
    due_at: datetime
    done_at: datetime | None
    held_seconds: int
    waiting_since: datetime | None


_SHORT_MONTH = 20 * 8 * 60  # business minutes that any month of a shop has


def deadline_months(longest: int, month: Month) -> list[Month]:
    """The months whose deadlines can be of cases that pass a maximum in one, which is the last.

    A case passes the maximum, in business minutes, up to that long after its deadline; two months
    more for the one begun and the one that the division leaves out.
    """
    return month.back(3 + longest // _SHORT_MONTH)


def passes_at(case: LateCase, longest: int, calendar: ShopCalendar) -> datetime | None:
    """When a case passes the longest time, in business seconds; None where it does not.

    A wait stops this count exactly where it stops the clock (`lifecycle.wait_ended`): one begun by
    the deadline moves both by the time it held, one begun later moves neither. If a later wait held
    the longest time while it lasts, its end would put a case into a month that has been settled.
    """
    if is_held(case.waiting_since, case.due_at):
        return None
    allowed = longest + case.held_seconds
    # Business time is never longer than time: most cases are settled without the calendar.
    if case.done_at is not None and (case.done_at - case.started_at).total_seconds() <= allowed:
        return None
    passes = max(due_at(calendar, case.started_at, allowed), case.due_at)
    return None if case.done_at is not None and case.done_at <= passes else passes
