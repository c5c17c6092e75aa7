"""Queries of promises made to customers; those on voided cases, or taken back, are in none."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.shop import people, users
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.promises import PromiseRow as P

C = ComplaintRow
_THERE = (P.removed_at.is_(None), C.removed_at.is_(None))
_IS_WAITING = and_(P.done_at.is_(None), P.moved_at.is_(None), P.removed_at.is_(None))


class PromiseSums(NamedTuple):
    """How many promises for a month were kept and how many broken."""

    met: int = 0
    missed: int = 0


def get(session: Session, promise_id: int) -> P | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(P, promise_id)


def add(session: Session, row: P) -> None:
    """Keep a new promise."""
    session.add(row)
    session.flush()


def of_case(session: Session, complaint_id: int) -> tuple[Promise, ...]:
    """The promises on a case, the earliest first."""
    own = (P.complaint_id == complaint_id, P.removed_at.is_(None))
    return _facts(session, select(P, C.ref).join(C, C.id == P.complaint_id).where(*own))


def by_id(session: Session, promise_id: int) -> Promise | None:
    """One promise that was not taken back."""
    own = (P.id == promise_id, P.removed_at.is_(None))
    facts = _facts(session, select(P, C.ref).join(C, C.id == P.complaint_id).where(*own))
    return facts[0] if facts else None


def waiting(session: Session, before: datetime, most: int) -> tuple[Promise, ...]:
    """Promises still to be kept that are due before a moment, the earliest first."""
    query = select(P, C.ref).join(C, C.id == P.complaint_id)
    query = query.where(_IS_WAITING, C.removed_at.is_(None), P.due_at < before)
    query = query.where(*involved.kept_away(session))
    return _facts(session, query.limit(most))


def sums(session: Session, months: Sequence[Month], now: datetime) -> dict[Month, PromiseSums]:
    """What became of the promises for each month, by the rule of `Promise.state`."""
    met = and_(P.done_at.is_not(None), P.done_at <= P.due_at)
    late = and_(P.done_at.is_not(None), P.done_at > P.due_at)
    in_time = and_(P.consented, P.moved_at <= P.due_at)
    moved = and_(P.done_at.is_(None), P.moved_at.is_not(None), ~in_time)
    run_out = and_(P.done_at.is_(None), P.moved_at.is_(None), P.due_at < now)
    query = (
        select(
            P.due_month,
            func.count().filter(met),
            func.count().filter(or_(late, moved, run_out)),
        )
        .join(C, C.id == P.complaint_id)
        .where(P.due_month.between(months[0], months[-1]), *_THERE)
        .group_by(P.due_month)
    )
    return {month: PromiseSums(*counts) for month, *counts in session.execute(query)}


def _facts(session: Session, query: Select[P, str]) -> tuple[Promise, ...]:
    names = people.names(session)
    rows = session.execute(query.order_by(P.due_at, P.id)).all()
    made_by = users.names(session) if rows else {}
    return tuple(
        Promise(
            id=row.id,
            complaint_id=row.complaint_id,
            ref=ref,
            what=row.promised,
            due_at=row.due_at,
            owner_id=row.owner_id,
            owner=names.get(row.owner_id or 0, ""),
            made_at=row.made_at,
            made_by=made_by.get(row.made_by, ""),
            done_at=row.done_at,
            moved_at=row.moved_at,
            consented=row.consented,
            note=row.note,
        )
        for row, ref in rows
    )
