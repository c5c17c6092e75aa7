"""Queries for repeat alerts: the cases of the last year by what they have in common."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.repeats.facts import AlertOf, Dismissed
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.cases.closing import KEPT_AWAY, InvolvedRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import RepeatDismissalRow as D
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.store import UserRow

C = ComplaintRow
COLUMNS = {
    AlertOf.CUSTOMER: C.customer_id,
    AlertOf.CATEGORY: C.category,
    AlertOf.CAUSE: C.cause,
    AlertOf.PRODUCT: C.product,
    AlertOf.TOUCH_POINT: C.touch_point,
}
"""Where a complaint says what it has in common with others."""


class SeriesCase(NamedTuple):
    """A case as series see it; `values` in the order of COLUMNS, `staff` are people by id."""

    id: int
    ref: str
    received_at: datetime
    values: tuple[object, ...]
    staff: tuple[int, ...] = ()


def cases(session: Session, since: datetime) -> list[SeriesCase]:
    """The complaints received since a moment, the oldest first, with what they have in common."""
    query = select(C.id, C.ref, C.received_at, *COLUMNS.values())
    there = (C.removed_at.is_(None), C.feedback_month.is_(None), C.received_at >= since)
    query = query.where(*there, *involved.kept_away(session)).order_by(C.received_at, C.id)
    staff = _complained_of(session, since)
    return [
        SeriesCase(row[0], row[1], row[2], tuple(row[3:]), tuple(staff.get(row[0], ())))
        for row in session.execute(query)
    ]


def _complained_of(session: Session, since: datetime) -> dict[int, list[int]]:
    i = InvolvedRow
    query = select(i.complaint_id, i.person_id).join(C, C.id == i.complaint_id)
    people: dict[int, list[int]] = {}
    for complaint_id, person_id in session.execute(
        query.where(C.received_at >= since, text(KEPT_AWAY))
    ):
        people.setdefault(complaint_id, []).append(person_id)
    return people


def first_received(session: Session) -> datetime | None:
    """When the first complaint of all was received."""
    query = select(C.received_at).where(C.removed_at.is_(None), C.feedback_month.is_(None))
    return session.scalar(query.order_by(C.received_at).limit(1))


def customer_refs(session: Session, customer_ids: Collection[int]) -> dict[int, str]:
    """The references of some customers."""
    query = select(CustomerRow.id, CustomerRow.ref).where(CustomerRow.id.in_(customer_ids))
    return {row.id: row.ref for row in session.execute(query)} if customer_ids else {}


def dismissed(session: Session) -> dict[tuple[str, str], Dismissed]:
    """What is set aside, the newest of each series."""
    query = select(D, UserRow.name).outerjoin(UserRow, UserRow.id == D.dismissed_by)
    rows = session.execute(query.where(D.withdrawn_at.is_(None)).order_by(D.dismissed_at, D.id))
    return {
        (row.alert_of, row.alert_value): Dismissed(
            row.id, row.one_in, row.last_case_id, row.dismissal_reason, row.dismissed_at, by or ""
        )
        for row, by in rows
    }


def add(session: Session, row: D) -> None:
    """Set an alert aside."""
    session.add(row)
    session.flush()


def get(session: Session, dismissal_id: int) -> D | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(D, dismissal_id)


def of_customers(session: Session, customer_ids: Sequence[int]) -> list[int]:
    """The ids of what was set aside about some customers."""
    values = [str(number) for number in customer_ids]
    return [
        number
        for some in in_parts(values)
        for number in session.scalars(
            select(D.id).where(D.alert_of == AlertOf.CUSTOMER, D.alert_value.in_(some))
        )
    ]
