"""Due items of how cases end: remedies to approve, replies to give, customers to ask."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import money_text
from csq_desktop.services.closing import satisfaction
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """What somebody else asked this user to approve, what they may now reply, whom to ask."""
    desk = desk_of(session)
    if desk.may(Permission.CLOSE_COMPLAINTS):
        for request in records.requests_waiting(session):
            if request.requested_by_id != desk.user.id:
                yield _item(request, tr("Approve the remedy for {ref}", ref=request.ref), now)
    for request in records.requests_approved(session, desk.user.id):
        text = tr("Approved: reply to the customer of {ref}", ref=request.ref)
        yield _item(request, text, now)
    if desk.may(Permission.NOTE_COMPLAINTS):
        for waiting in satisfaction.due(session):
            yield DueItem(
                kind="content",
                text=tr("Ask about the handling of {ref}", ref=waiting.ref),
                on=now.day,
                at=None,
                overdue=False,
                late_seconds=0,
                page="complaints",
                object_id=waiting.complaint_id,
                under="",
                owners=owners_of(waiting.owner_id),
            )


def _item(request: RemedyRequest, text: str, now: Now) -> DueItem:
    remedy = (request.outcome.remedy_kind.label, money_text(request.outcome.remedy_cents))
    return DueItem(
        kind="remedy",
        text=text,
        on=now.day,
        at=None,
        overdue=False,
        late_seconds=0,
        page="complaints",
        object_id=request.complaint_id,
        under=tr(" · ").join((*remedy, request.requested_by)),
    )
