"""Requests about a customer's data, for their timeline."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """Each request as it was received, and how it was answered."""
    require(session, Permission.READ_CUSTOMERS)
    for request in records.of_customer(session, customer_id):
        place = ("privacy", f"requests:{request.id}")
        yield TimelineItem(
            request.received_at,
            TimelineKind.REQUEST,
            tr("{ref}: {kind}", ref=request.ref, kind=request.kind.label),
            user=request.logged_by,
            page=place[0],
            object_id=place[1],
        )
        if request.outcome is not None and request.answered_on is not None:
            yield TimelineItem(
                _end_of(session, request.answered_on),
                TimelineKind.REQUEST,
                tr("{ref}: {step}", ref=request.ref, step=request.outcome.label),
                user=request.answered_by,
                page=place[0],
                object_id=place[1],
                of_day=True,
            )


def _end_of(session: Session, day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), desk_of(session).zone).astimezone(UTC)
