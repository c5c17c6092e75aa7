"""Letters for the timeline of a customer: when each was issued, and how it was sent."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.sessions.desk import require


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """The letters that went to a customer, the newest first."""
    require(session, Permission.READ_CUSTOMERS)
    for line in records.of_customer(session, customer_id):
        yield TimelineItem(
            at=line.at,
            kind=TimelineKind.LETTER,
            what=line.title,
            note=line.delivery.label if line.delivery else line.state.label,
            user=line.written_by,
            page="complaints",
            object_id=line.complaint_id,
        )
