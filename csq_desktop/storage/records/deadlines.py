"""Conditions on the deadlines of complaints, as several queries ask them."""

from sqlalchemy import ColumnElement, TextClause, text

from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.storage.tables.complaints import EXCLUDED, ComplaintRow

C = ComplaintRow
IS_OPEN = (C.closed_at.is_(None), C.closed_month.is_(None))
"""A case is open without either: the closing on an unknown date has but a month it counts in.

The moment stands in it because only a query with the very condition of an index uses it.
"""


def no_wait_holds() -> ColumnElement[bool]:
    """Whether no wait for the customer holds a resolve clock that was not stopped."""
    return C.waiting_since.is_(None) | (C.waiting_since > C.resolve_due_at)


def left_out_of(clock: ComplaintClock) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """Whether a complaint is left out of the month of a deadline.

    While a wait holds the resolve clock its deadline still moves, and is left out of no month.
    """
    excluded = text(EXCLUDED)
    if clock is ComplaintClock.ACKNOWLEDGE:
        return (excluded,)
    return (excluded, C.resolved_at.is_not(None) | no_wait_holds())
