"""Queries of what was done against further harm on cases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.containment.facts import Containment
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.cases.containment import ContainmentRow


def get(session: Session, containment_id: int) -> ContainmentRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ContainmentRow, containment_id)


def add(session: Session, row: ContainmentRow) -> None:
    """Keep a new step."""
    session.add(row)
    session.flush()


def of_case(session: Session, complaint_id: int) -> tuple[Containment, ...]:
    """The steps taken on a case, the earliest first."""
    r = ContainmentRow
    query = select(r).where(r.complaint_id == complaint_id, r.removed_at.is_(None))
    names = people.names(session)
    return tuple(
        Containment(
            row.id,
            row.complaint_id,
            row.contained,
            row.done_at,
            row.owner_id,
            names.get(row.owner_id or 0, ""),
        )
        for row in session.scalars(query.order_by(r.done_at, r.id))
    )
