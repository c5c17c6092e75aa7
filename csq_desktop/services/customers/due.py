"""Due items of customers: callers whose identity was handed in sealed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.services.customers import intake
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The sealed callers that the next unlocking moves into the customer records."""
    if not desk_of(session).may(Permission.EDIT_CUSTOMERS):
        return
    waiting = intake.waiting(session)
    if waiting:
        yield DueItem(
            kind="sealed",
            text=trn(
                "{n} sealed contact record to open", "{n} sealed contact records to open", waiting
            ),
            on=now.day,
            at=None,
            overdue=False,
            late_seconds=0,
            page="customers",
            object_id=None,
            under=tr("Lock, then sign in as a supervisor: they move into the customer records."),
        )
