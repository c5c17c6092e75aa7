"""Due items of customers: sealed callers, and who is still to be given the statement."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.customers import intake, statements
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn

OUTSTANDING = "outstanding"
"""The list of customers who are still to be given the collection statement."""


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The sealed callers that the next unlocking moves into the customer records."""
    if not desk_of(session).may(Permission.EDIT_CUSTOMERS):
        return
    yield from _outstanding(session, now)
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


def _outstanding(session: Session, now: Now) -> Iterator[DueItem]:
    count = statements.outstanding(session)
    if count:
        yield DueItem(
            kind="statement",
            text=trn(
                "{number} customer to be given the collection statement",
                "{number} customers to be given the collection statement",
                count,
                number=count_text(count),
            ),
            on=now.day,
            at=None,
            overdue=False,
            late_seconds=0,
            page="customers",
            object_id=OUTSTANDING,
            under=tr("Give it by letter, by call or in person, then record it."),
        )
