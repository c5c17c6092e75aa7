"""One step with many complaints: what would be refused is named first, then all or nothing."""

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.bulk import RefusedCase, StepCheck
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.people import PersonChoice
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

MOST_AT_ONCE = 1_000


def may_be_acknowledged(session: Session, complaint_ids: Sequence[int]) -> StepCheck:
    """Which of these can be acknowledged now."""
    now = case_rows.now(session)
    return _checked(session, complaint_ids, lambda case: lifecycle.acknowledge(case, now, now))


def may_be_handed_over(session: Session, complaint_ids: Sequence[int]) -> StepCheck:
    """Which of these can be given to another owner."""
    return _checked(session, complaint_ids, lifecycle.refuse_unless_open)


def acknowledge(session: Session, complaint_ids: Sequence[int], note: str = "") -> int:
    """Acknowledge each of these or, when one is refused, none; returns how many."""
    require(session, Permission.ACKNOWLEDGE_COMPLAINTS)
    return _all(session, complaint_ids, partial(complaints.acknowledge, session, note=note))


def hand_over(
    session: Session, complaint_ids: Sequence[int], owner: PersonChoice, reason: str = ""
) -> int:
    """Give each of these to another owner or, when one is refused, none; returns how many."""
    require(session, Permission.WORK_COMPLAINTS)
    give = partial(complaints.hand_over, session, owner=owner, reason=reason)
    return _all(session, complaint_ids, give)


def _checked(
    session: Session, complaint_ids: Sequence[int], rule: Callable[[Case], object]
) -> StepCheck:
    able, refused = [], []
    for complaint_id in complaint_ids:
        row = records.get(session, complaint_id)
        if row is None:
            continue  # gone from the store since the list was read: nothing to do with it
        try:
            rule(case_rows.case_of(session, row))
            able.append(complaint_id)
        except UserError as error:
            refused.append(RefusedCase(row.ref, error.text))
    return StepCheck(tuple(able), tuple(refused))


def _all(session: Session, complaint_ids: Sequence[int], step: Callable[..., object]) -> int:
    for complaint_id in complaint_ids:
        try:
            step(complaint_id=complaint_id)
        except UserError as error:
            row = records.get(session, complaint_id)
            named = labelled(row.ref, error.text) if row else error.text
            raise UserError(paragraph((named, tr("Nothing was changed.")))) from error
    return len(complaint_ids)
