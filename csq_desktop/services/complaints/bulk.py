"""One step with many complaints: what would be refused is named first, then all or nothing."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.bulk import RefusedCase, StepCheck
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

MOST_AT_ONCE = 1_000
Answer = TypeVar("Answer")


def may_be_acknowledged(session: Session, complaint_ids: Sequence[int]) -> StepCheck:
    """Which of these can be acknowledged now."""
    now = case_rows.now(session)
    return checked(session, complaint_ids, lambda case: lifecycle.acknowledge(case, now, now))


def acknowledge(session: Session, complaint_ids: Sequence[int], note: str = "") -> int:
    """Acknowledge each of these or, when one is refused, none; returns how many."""
    require(session, Permission.ACKNOWLEDGE_COMPLAINTS)
    return len(
        all_or_none(session, complaint_ids, partial(complaints.acknowledge, session, note=note))
    )


def checked(
    session: Session, complaint_ids: Sequence[int], rule: Callable[[Case], object]
) -> StepCheck:
    """Which of some complaints a rule lets through, and which it refuses and why."""
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


def all_or_none(
    session: Session, complaint_ids: Sequence[int], step: Callable[..., Answer]
) -> tuple[Answer, ...]:
    """What each of these steps answered; the first that is refused ends all, and is named."""
    answers = []
    for complaint_id in complaint_ids:
        try:
            answers.append(step(complaint_id=complaint_id))
        except UserError as error:
            row = records.get(session, complaint_id)
            named = labelled(row.ref, error.text) if row else error.text
            raise UserError(paragraph((named, tr("Nothing was changed.")))) from error
    return tuple(answers)
