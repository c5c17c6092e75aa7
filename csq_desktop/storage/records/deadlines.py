"""Conditions on the deadlines of complaints, as several queries ask them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, TextClause, or_, text, true

from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.storage.tables.complaints.complaints import (
    ACKNOWLEDGED_LATE,
    ACKNOWLEDGING,
    EXCLUDED,
    PROGRESS_LATE,
    PROGRESSING,
    RESOLVED_LATE,
    RESOLVING,
    ComplaintRow,
)

C = ComplaintRow
IS_OPEN = (C.closed_at.is_(None), C.closed_month.is_(None))
"""A case is open without either: the closing on an unknown date has but a month it counts in.

The moment stands in it because only a query with the very condition of an index uses it.
"""


COLUMNS: Mapping[ComplaintClock, tuple[Any, Any, Any]] = {
    ComplaintClock.ACKNOWLEDGE: (C.ack_due_at, C.acknowledged_at, C.ack_month),
    ComplaintClock.PROGRESS: (C.progress_due_at, C.progress_at, C.progress_month),
    ComplaintClock.RESOLVE: (C.resolve_due_at, C.resolved_at, C.resolve_month),
}
"""Deadline, moment done and month of the deadline of each clock."""
LATE = {
    ComplaintClock.ACKNOWLEDGE: f"({ACKNOWLEDGED_LATE})",
    ComplaintClock.PROGRESS: f"({PROGRESS_LATE})",
    ComplaintClock.RESOLVE: f"({RESOLVED_LATE})",
}
RUNNING = {
    ComplaintClock.ACKNOWLEDGE: ACKNOWLEDGING,
    ComplaintClock.PROGRESS: PROGRESSING,
    ComplaintClock.RESOLVE: RESOLVING,
}


def no_wait_holds(clock: ComplaintClock) -> ColumnElement[bool]:
    """Whether no wait for the customer holds a clock that was not stopped."""
    if clock is ComplaintClock.ACKNOWLEDGE:
        return true()
    due, _, _ = COLUMNS[clock]
    return or_(C.waiting_since.is_(None), C.waiting_since > due)


def left_out_of(clock: ComplaintClock) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """Whether a complaint is left out of the month of a deadline.

    While a wait holds a clock its deadline still moves, and is left out of no month.
    """
    excluded = text(EXCLUDED)
    if clock is ComplaintClock.ACKNOWLEDGE:
        return (excluded,)
    _, done, _ = COLUMNS[clock]
    return (excluded, done.is_not(None) | no_wait_holds(clock))
