"""Complaints as they are looked at: queues, lists, one case with its clocks and history."""

from array import array
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.complaints.facts import (
    Clock,
    ClockReading,
    ClockState,
    Complaint,
    ComplaintEvent,
    ComplaintLine,
    EventKind,
    Filter,
    View,
    is_held,
)
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.domain.months import Month
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.records.complaints import Times
from csq_desktop.storage.records.imports import batches as import_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.texts import tr

_AS_STORED = {one.name for one in fields(Complaint)} - {
    *("entered_by", "customer_ref", "sealed_waiting", "clocks", "events")
}
"""What a complaint shows as it stands in its row; the rest is looked up or worked out."""


def line_ids(session: Session, shown: Filter, limit: int | None = None) -> "array[int]":
    """Ids of the complaints a list shows, in its order; all of them without a limit."""
    return records.line_ids(session, shown, _times(session), limit)


def lines(session: Session, wanted: Sequence[int]) -> list[ComplaintLine]:
    """The complaints of some ids, in the order of the ids."""
    return records.lines(session, wanted)


def first_lines(session: Session, shown: Filter, limit: int) -> list[ComplaintLine]:
    """The first complaints of a list, in its order, at most `limit`."""
    return lines(session, line_ids(session, shown, limit))


def find(session: Session, text: str) -> tuple[FoundRecord, ...]:
    """Complaints by reference or words, closed ones too."""
    fitting = first_lines(session, Filter(view=View.ALL, text=text), MOST_OF_EACH)
    return tuple(FoundRecord(f"{line.ref}  {line.summary}", line.id) for line in fitting)


def counts(session: Session) -> dict[View, int]:
    """How many complaints stand in each queue but All."""
    return records.counts(session, _times(session))


def due(session: Session, within: timedelta, limit: int = 50) -> list[ComplaintLine]:
    """Open complaints overdue or due within a span, the earliest first."""
    return records.due_before(session, desk_of(session).now() + within, limit)


def late_seconds(session: Session, due_at: datetime) -> int:
    """Business seconds since a deadline; 0 before it."""
    now = desk_of(session).now()
    return business_seconds(shop.calendar(session), due_at, now) if now > due_at else 0


def read(session: Session, complaint_id: int) -> Complaint:
    """A complaint whole, with its clocks as they stand now and its history."""
    row = records.get(session, complaint_id)
    if row is None:
        raise UserError(tr("This complaint is not in the store any more."))
    return Complaint(
        **{key: getattr(row, key) for key in _AS_STORED},
        entered_by=records.user_name(session, row.entered_by),
        customer_ref=records.customer_ref(session, row.customer_id),
        sealed_waiting=records.sealed_waiting(session, row.id),
        clocks=_clocks(session, row),
        events=(*_imported(session, row), *records.events(session, row.id)),
    )


def _imported(session: Session, row: ComplaintRow) -> tuple[ComplaintEvent, ...]:
    """How a complaint out of a file began: told by its import, for imports write no history."""
    taken = import_records.taken_in(session, row.batch_id) if row.batch_id else None
    return (ComplaintEvent(*taken, EventKind.IMPORTED, ""),) if taken else ()


def _clocks(session: Session, row: ComplaintRow) -> tuple[ClockReading, ...]:
    calendar, now = shop.calendar(session), desk_of(session).now()
    finished = tuple(_finished(calendar, one) for one in records.rounds(session, row.id))
    acknowledge = _reading(calendar, row, Clock.ACKNOWLEDGE, now)
    resolve = _reading(calendar, row, Clock.RESOLVE, now)
    return (acknowledge, *finished, resolve)


def _reading(
    calendar: ShopCalendar, row: ComplaintRow, clock: Clock, now: datetime
) -> ClockReading:
    acknowledge = clock is Clock.ACKNOWLEDGE
    due_at = row.ack_due_at if acknowledge else row.resolve_due_at
    done = row.acknowledged_at if acknowledge else row.resolved_at
    paused = not acknowledge and is_held(row.waiting_since, row.resolve_due_at)
    state = _state(due_at, done, now, excluded=bool(row.excluded_reason), paused=paused)
    late = 0
    if due_at is not None and state in (ClockState.MISSED, ClockState.OVERDUE):
        late = business_seconds(calendar, due_at, done or now)
    turn = 1 if acknowledge else (row.reopened_count or 0) + 1
    return ClockReading(clock, due_at, done, state, late, turn, calendar.business_day)


def _state(
    due_at: datetime | None,
    done: datetime | None,
    now: datetime,
    *,
    excluded: bool,
    paused: bool,
) -> ClockState:
    if due_at is None:
        return ClockState.NONE
    if excluded:
        return ClockState.EXCLUDED
    if done is not None:
        return ClockState.MET if done <= due_at else ClockState.MISSED
    if paused:
        return ClockState.PAUSED
    return ClockState.OVERDUE if now > due_at else ClockState.RUNNING


def _finished(calendar: ShopCalendar, one: ComplaintRoundRow) -> ClockReading:
    excluded = bool(one.excluded_reason)
    state = _state(
        one.resolve_due_at, one.resolved_at, one.closed_at, excluded=excluded, paused=False
    )
    late = 0
    if state is ClockState.MISSED and one.resolve_due_at and one.resolved_at:
        late = business_seconds(calendar, one.resolve_due_at, one.resolved_at)
    span = (one.resolve_due_at, one.resolved_at)
    return ClockReading(Clock.RESOLVE, *span, state, late, one.round, calendar.business_day)


def _times(session: Session) -> Times:
    now = desk_of(session).now()
    zone = shop.zone(session)
    today = now.astimezone(zone).date()
    end = datetime.combine(today + timedelta(days=1), time(0), zone)
    return Times(now, end, Month.of(today))
