"""Handing many cases over at once, and undoing that: all or none."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.bulk import bulk
from csq_desktop.services.handovers import handovers
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def may_be_handed_over(session: Session, complaint_ids: Sequence[int]) -> StepCheck:
    """Which of these can be given to another owner."""
    return bulk.checked(
        session, complaint_ids, lambda case, _row: lifecycle.refuse_unless_open(case)
    )


def hand_over(
    session: Session, complaint_ids: Sequence[int], owner: PersonChoice, reason: str = ""
) -> tuple[int, ...]:
    """Hand each of these over or, when one is refused, none; gives the ids of the hand-overs.

    Those that are the new owner's already stay as they are.
    """
    require(session, Permission.WORK_COMPLAINTS)
    owner_id = people.chosen(session, owner)
    if owner_id is None:
        raise UserError(tr("Enter the new owner."), field="owner")
    rows = ((each, records.get(session, each)) for each in complaint_ids)
    others = [each for each, row in rows if row is None or row.owner_id != owner_id]
    give = partial(handovers.hand_over, session, owner=owner_id, reason=reason)
    return bulk.all_or_none(session, others, give)


def undo(session: Session, handover_ids: Sequence[int]) -> None:
    """Undo the hand-overs of several cases, or of none."""
    require(session, Permission.WORK_COMPLAINTS)
    for handover_id in handover_ids:
        handovers.undo(session, handover_id)
