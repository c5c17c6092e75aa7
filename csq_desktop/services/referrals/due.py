"""Due items of referrals: bodies outside whose answer is due, or overdue."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.cases import referrals as records
from csq_desktop.texts import tr

MOST_REFERRALS = 30


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The referrals whose answer is due today or was due before, the earliest first."""
    for referral in records.waiting(session, now.day, MOST_REFERRALS):
        assert referral.answer_due_on is not None
        body = lists.label(lists.REFERRAL_BODIES, referral.referred_to)
        yield DueItem(
            kind="referral",
            text=tr("Ask {body} for its answer on {ref}", body=body, ref=referral.ref),
            on=referral.answer_due_on,
            at=None,
            overdue=referral.answer_due_on < now.day,
            late_seconds=0,
            page="complaints",
            object_id=referral.complaint_id,
            under=referral.body_reference,
            owners=owners_of(referral.owner_id),
        )
