"""One step with many cases: what would be refused is named first, then all or nothing."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.acts import BulkAct, BulkTaken, ChangedCase
from csq_desktop.domain.bulk.checks import RefusedCase, StepCheck
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import Correction
from csq_desktop.domain.words.wording import labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services import free_words, kept_cases
from csq_desktop.services.closing import gates
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr

MOST_AT_ONCE = 1_000
CHANGED = (*case_rows.STORED, "category")
"""The columns of a case that these steps change."""
Rule = Callable[[Session, Case, ComplaintRow], object]
Answer = TypeVar("Answer")


def check(session: Session, complaint_ids: Sequence[int], act: BulkAct) -> StepCheck:
    """With which of these a step can be taken now, and why not with the others."""
    rule = _RULES[act]
    return checked(session, complaint_ids, partial(rule, session))


def checked(
    session: Session, complaint_ids: Sequence[int], rule: Callable[[Case, ComplaintRow], object]
) -> StepCheck:
    """Which of some complaints a rule lets through, and which it refuses and why."""
    able, refused = [], []
    hidden = involved.hidden_ids(session)
    for complaint_id in complaint_ids:
        row = records.get(session, complaint_id)
        if row is None or complaint_id in hidden:
            continue  # gone since the list was read, or about this user: no list has it
        try:
            rule(case_rows.case_of(session, row), row)
            able.append(complaint_id)
        except UserError as error:
            refused.append(RefusedCase(row.ref, error.text))
    return StepCheck(tuple(able), tuple(refused))


def all_or_none(
    session: Session, complaint_ids: Sequence[int], step: Callable[..., Answer]
) -> tuple[Answer, ...]:
    """What each of these steps answered; the first that is refused ends all, and is named."""
    answers = []
    kept_cases.refuse(session, complaint_ids)
    for complaint_id in complaint_ids:
        try:
            answers.append(step(complaint_id=complaint_id))
        except UserError as error:
            row = records.get(session, complaint_id)
            named = labelled(row.ref, error.text) if row else error.text
            raise UserError(paragraph((named, tr("Nothing was changed.")))) from error
    return tuple(answers)


def acknowledge(session: Session, complaint_ids: Sequence[int], note: str = "") -> BulkTaken:
    """Acknowledge each of these or, when one is refused, none."""
    step = partial(complaints.acknowledge, session, note=note)
    return _all(session, BulkAct.ACKNOWLEDGE, complaint_ids, step)


def categorise(session: Session, complaint_ids: Sequence[int], category: str) -> BulkTaken:
    """Give each of these another category or, when one is refused, none."""
    step = partial(complaints.correct, session, correction=Correction(category=category))
    return _all(session, BulkAct.CATEGORISE, complaint_ids, step)


def exclude(session: Session, complaint_ids: Sequence[int], reason: str) -> BulkTaken:
    """Leave each of these out of the pledges' counts or, when one is refused, none."""
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    require(session, BulkAct.EXCLUDE.permission)
    free_words.refuse_identities(session, reason, field="note")
    step = partial(complaints.leave_out, session, reason=reason)
    return _all(session, BulkAct.EXCLUDE, complaint_ids, step)


def void(session: Session, complaint_ids: Sequence[int], reason: str) -> BulkTaken:
    """Take each of these out of every count or, when one is refused, none."""
    step = partial(complaints.withdraw, session, reason=reason)
    return _all(session, BulkAct.VOID, complaint_ids, step)


def close(session: Session, complaint_ids: Sequence[int], note: str = "") -> BulkTaken:
    """Close each of these or, when one is refused, none; what has to be signed is refused."""
    step = partial(complaints.close, session, note=note)
    return _all(session, BulkAct.CLOSE, complaint_ids, step)


def columns_of(session: Session, complaint_id: int) -> dict[str, object]:
    """The columns of a case that a step may change, as they stand."""
    row = case_rows.row_of(session, complaint_id)
    return {name: getattr(row, name) for name in CHANGED}


def _all(
    session: Session, act: BulkAct, complaint_ids: Sequence[int], step: Callable[..., object]
) -> BulkTaken:
    require(session, act.permission)

    def taken(complaint_id: int) -> ChangedCase:
        before = columns_of(session, complaint_id)
        step(complaint_id=complaint_id)
        after = columns_of(session, complaint_id)
        changed = [name for name in CHANGED if before[name] != after[name]]
        return ChangedCase(
            complaint_id,
            {name: before[name] for name in changed},
            {name: after[name] for name in changed},
        )

    return BulkTaken(act, all_or_none(session, complaint_ids, taken))


def _may_be_acknowledged(session: Session, case: Case, _row: ComplaintRow) -> None:
    now = case_rows.now(session)
    lifecycle.acknowledge(case, now, now)


def _may_be_corrected(_session: Session, case: Case, _row: ComplaintRow) -> None:
    lifecycle.refuse_voided(case.removed_at)


def _may_be_excluded(_session: Session, case: Case, _row: ComplaintRow) -> None:
    lifecycle.refuse_voided(case.removed_at)
    lifecycle.refuse_unless_complaint(case)
    if case.excluded_reason:
        raise UserError(tr("This complaint is excluded already."))


def _may_be_closed(session: Session, case: Case, row: ComplaintRow) -> None:
    lifecycle.close(case, case_rows.rules(session), case_rows.now(session))
    gates.check(session, row.id, None)


_RULES: dict[BulkAct, Rule] = {
    BulkAct.ACKNOWLEDGE: _may_be_acknowledged,
    BulkAct.CATEGORISE: _may_be_corrected,
    BulkAct.EXCLUDE: _may_be_excluded,
    BulkAct.VOID: _may_be_corrected,
    BulkAct.CLOSE: _may_be_closed,
}
