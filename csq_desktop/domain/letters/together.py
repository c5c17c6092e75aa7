"""Letters of one kind on several cases at once: which of the cases can have theirs."""

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

MOST_LETTERS = 200
"""Printed at once: each is laid out by itself, in about 0.1 s, and all are issued or none."""


def check_acknowledgement(case: Case, now: int, *, has_customer: bool, issued: str) -> None:
    """A UserError for a case that cannot be acknowledged now, or has nobody to write to.

    `issued` is the number of an acknowledgement that was issued before.
    """
    lifecycle.acknowledge(case, now, now)
    if issued:
        raise UserError(tr("Letter {ref} acknowledges it: record how it was sent.", ref=issued))
    if not has_customer:
        raise UserError(tr("No customer is linked to it, so there is nobody to write to."))
