"""Queries behind the figures: the kept sums, and the few rows a sum cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, literal, select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import Clock
from csq_desktop.domain.months import Month
from csq_desktop.storage.tables.complaints import (
    ACKNOWLEDGED_LATE,
    RESOLVED_LATE,
    ComplaintRoundRow,
    ComplaintRow,
    ComplaintSumRow,
)
from csq_desktop.storage.tables.pledges import PledgeSumRow

C, R, S = ComplaintRow, ComplaintRoundRow, ComplaintSumRow
_LATE = {Clock.ACKNOWLEDGE: f"({ACKNOWLEDGED_LATE})", Clock.RESOLVE: f"({RESOLVED_LATE})"}
_FLOWS = ("received", "reopened", "closed")


@dataclass(frozen=True)
class Sum:
    """A kept sum: how many, and HKD cents."""

    count: int
    cents: int


class LateCase(NamedTuple):
    """A case whose clock ran out: from when, until when (None: still open), seconds held."""

    started_at: datetime
    done_at: datetime | None
    held_seconds: int


def complaint_sums(
    session: Session, first: Month, last: Month
) -> dict[tuple[Month, str, str], Sum]:
    """The sums of complaints from one month to another, by month, measure and bucket."""
    query = select(S.month, S.measure, S.bucket, S.count, S.cents)
    query = query.where(S.month.between(first, last))
    return {(m, measure, b): Sum(n, cents) for m, measure, b, n, cents in session.execute(query)}


def outstanding_before(session: Session, month: Month) -> int:
    """Complaints open when the month began: received + reopened − closed of all months before."""
    query = select(S.measure, func.sum(S.count)).where(S.month < month, S.measure.in_(_FLOWS))
    flows: dict[str, int] = {m: int(n) for m, n in session.execute(query.group_by(S.measure))}
    received, reopened, closed = (flows.get(name, 0) for name in _FLOWS)
    return received + reopened - closed


def first_month(session: Session) -> Month | None:
    """The first month anything was received in, or None in an empty store."""
    return session.scalar(select(func.min(S.month)).where(S.measure == "received"))


def still_open_and_late(session: Session, clock: Clock, month: Month, as_of: datetime) -> int:
    """Open cases of a month's deadlines whose clock has run out by a moment."""
    query = select(func.count()).select_from(C).where(*_open_late(clock, month, as_of))
    return session.scalar(query) or 0


def late_cases(session: Session, clock: Clock, month: Month, as_of: datetime) -> list[LateCase]:
    """Every case of a month's deadlines that missed, to tell how late it was."""
    due, done, in_month = _columns(clock)
    held = C.held_seconds if clock is Clock.RESOLVE else literal(0)
    counted = (in_month == month, text(_LATE[clock]), C.removed_at.is_(None))
    late = and_(C.excluded_reason == "", done.is_not(None) | (due < as_of))
    query = select(C.received_at, done, held).where(*counted, late, C.reopened_count == 0)
    return [LateCase(*row) for row in session.execute(query)]


def ages_of_open(session: Session, as_of: datetime) -> list[datetime]:
    """When each complaint open at a moment was received, oldest first."""
    closed_then = exists().where(
        R.complaint_id == C.id, R.closed_at < as_of, R.reopened_at >= as_of
    )
    was_open = C.closed_at.is_(None) | (C.closed_at >= as_of)
    query = select(C.received_at).where(
        C.received_at < as_of, C.removed_at.is_(None), was_open, ~closed_then
    )
    return list(session.scalars(query.order_by(C.received_at)))


def closing_days(session: Session, month: Month) -> list[tuple[datetime, datetime]]:
    """Receipt (or reopening before) and closing of each case closed in a month, for medians."""
    query = select(C.received_at, C.closed_at).where(
        C.closed_month == month, C.removed_at.is_(None)
    )
    earlier = (
        select(C.received_at, R.closed_at)
        .join(R, R.complaint_id == C.id)
        .where(R.closed_month == month, R.removed_at.is_(None))
    )
    rows = [*session.execute(query), *session.execute(earlier)]
    return [(received, closed) for received, closed in rows if closed]


def pledge_sums(
    session: Session, first: Month, last: Month
) -> dict[tuple[Month, int], tuple[int, int, int, int]]:
    """Met, missed, over the maximum and excluded by month and pledge."""
    p = PledgeSumRow
    query = select(p.month, p.pledge_id, p.met, p.missed, p.over_maximum, p.excluded)
    query = query.where(p.month.between(first, last))
    return {(month, pledge): tuple(rest) for month, pledge, *rest in session.execute(query)}  # type: ignore[misc]


def _columns(clock: Clock) -> tuple[ColumnElement[datetime], ...]:
    acknowledge = (C.ack_due_at, C.acknowledged_at, C.ack_month)
    resolve = (C.resolve_due_at, C.resolved_at, C.resolve_month)
    return acknowledge if clock is Clock.ACKNOWLEDGE else resolve  # type: ignore[return-value]


def _open_late(clock: Clock, month: Month, as_of: datetime) -> Sequence[ColumnElement[bool]]:
    """A clock that was stopped in time, waiting for the customer, has not run out."""
    due, done, in_month = _columns(clock)
    paused = C.waiting_since.is_not(None) & (C.waiting_since <= due)
    ran_out = (done.is_(None), due < as_of, C.removed_at.is_(None), C.excluded_reason == "")
    return (in_month == month, text(_LATE[clock]), *ran_out, ~paused)  # type: ignore[return-value]
