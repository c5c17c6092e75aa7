"""Queries of the board: how many cases stand at each step, and the first of a column."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter, State
from csq_desktop.storage.records.complaints import complaints
from csq_desktop.storage.records.complaints.complaints import Times
from csq_desktop.storage.records.parts import ids_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow

C = ComplaintRow


@dataclass(frozen=True)
class Lately:
    """Since when a closed case is shown: the moment, and its month, which has an index."""

    moment: datetime
    month: Month


@dataclass(frozen=True)
class BoardCases:
    """The cases that a board shows: the open ones of a list, and those closed lately, or none."""

    open: Select[int]
    closed: Select[int] | None


def cases(session: Session, shown: Filter, times: Times, lately: Lately | None) -> BoardCases:
    """The cases of a list; what the words looked for find is looked up once for all columns."""
    listed = complaints.matching(session, shown, times)
    if lately is None:
        return BoardCases(_found(session, shown, listed), None)
    anything = replace(shown, view=ComplaintQueue.ALL)
    closed = complaints.matching(session, anything, times).where(C.closed_at >= lately.moment)
    if shown.kind is not None and shown.kind.is_complaint:
        closed = closed.where(C.closed_month >= lately.month)  # only these have one; it is indexed
    return BoardCases(_found(session, shown, listed), _found(session, shown, closed))


def counts(session: Session, shown: BoardCases) -> dict[State, int]:
    """How many cases there are in each state; states without any are left out."""
    by_state = shown.open.with_only_columns(C.state, func.count()).group_by(C.state)
    counts = {row[0]: row[1] for row in session.execute(by_state)}
    if shown.closed is not None:
        closed = shown.closed.with_only_columns(func.count())
        counts[State.CLOSED] = session.scalar(closed) or 0
    return counts


def first_ids(
    session: Session, shown: BoardCases, states: Sequence[State], limit: int
) -> "array[int]":
    """The first cases in some states: the next deadline first, of closed ones the last closed."""
    if State.CLOSED in states:
        if shown.closed is None:
            return array("q")
        return ids_of(session, shown.closed.order_by(C.closed_at.desc(), C.id.desc()), limit)
    query = shown.open.where(C.state.in_(states))
    # Two walks along the index of what is open, not a sort of it all. The + 0 keeps the database
    # from walking its index of every complaint instead.
    due = query.where(C.next_due_at.is_not(None)).order_by(C.next_due_at, C.id)
    first = ids_of(session, due, limit)
    others = query.where(C.next_due_at.is_(None))
    newest = others.order_by(C.received_at.op("+")(0).desc(), C.id.desc())
    return first + ids_of(session, newest, limit - len(first)) if len(first) < limit else first


def _found(session: Session, shown: Filter, among: Select[int]) -> Select[int]:
    if not shown.text.strip():
        return among
    since = session.scalar(among.with_only_columns(func.min(C.id))) or 0
    return among.where(C.id.in_(complaints.found_among(session, among, shown.text, since=since)))
