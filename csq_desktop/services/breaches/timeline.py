"""Breaches that concern a customer's data, for their timeline."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """Each breach, when the customer was recorded as concerned."""
    require(session, Permission.READ_CUSTOMERS)
    for breach, at in records.of_customer(session, customer_id):
        yield TimelineItem(
            at,
            TimelineKind.DISCLOSURE,
            tr("{ref}: {kind}", ref=breach.ref, kind=breach.kind.label),
            page="privacy",
            object_id=f"breaches:{breach.id}",
        )
