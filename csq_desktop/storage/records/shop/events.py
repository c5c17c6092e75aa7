"""Queries of the event book."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.events import ShopEvent
from csq_desktop.storage.tables.shop.events import ShopEventRow as E
from csq_desktop.storage.tables.store import UserRow


def get(session: Session, event_id: int) -> E | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(E, event_id)


def add(session: Session, row: E) -> None:
    """Keep a new event."""
    session.add(row)
    session.flush()


def between(
    session: Session, first: date | None = None, last: date | None = None
) -> tuple[ShopEvent, ...]:
    """The events written down that touch a stretch of days, or all; the earliest first."""
    query = (
        select(E, UserRow.name)
        .outerjoin(UserRow, UserRow.id == E.written_by)
        .where(E.removed_at.is_(None))
        .order_by(E.start, E.id)
    )
    if first is not None:
        query = query.where(E.end >= first)
    if last is not None:
        query = query.where(E.start <= last)
    return tuple(
        ShopEvent(
            start=row.start,
            end=row.end,
            kind=row.kind,
            title=row.title,
            id=row.id,
            written_at=row.written_at,
            written_by=name or "",
        )
        for row, name in session.execute(query)
    )
