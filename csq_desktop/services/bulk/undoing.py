"""Undoes a step that was taken with many cases, but for those worked on since."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.acts import BulkAct, BulkTaken, BulkUndone, ChangedCase
from csq_desktop.domain.bulk.checks import RefusedCase
from csq_desktop.domain.complaints.facts import Correction
from csq_desktop.domain.complaints.history import StandardNote, StepFacts
from csq_desktop.errors import UserError
from csq_desktop.services.bulk.bulk import columns_of
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def undo(session: Session, taken: BulkTaken) -> BulkUndone:
    """Put each case back as it was; one that was changed since stays, and is named.

    The line that the step left in a history stays there, and another says that it was undone.
    """
    require(session, taken.act.permission)
    back, refused, count = _BACK.get(taken.act, _put_back), [], 0
    for case in taken.cases:
        row = records.get(session, case.id)
        if row is None:
            continue  # erased meanwhile
        try:
            _refuse_changed(session, case)
            back(session, case, taken.act)
            count += 1
        except UserError as error:
            refused.append(RefusedCase(row.ref, error.text))
    return BulkUndone(count, tuple(refused))


def _refuse_changed(session: Session, case: ChangedCase) -> None:
    now = columns_of(session, case.id)
    if any(now[name] != value for name, value in case.after.items()):
        raise UserError(tr("It was changed since."))


def _put_back(session: Session, case: ChangedCase, act: BulkAct) -> None:
    """Give the columns what they held: no rule leads back over a step that was taken."""
    row = case_rows.row_of(session, case.id)
    for name, value in case.before.items():
        setattr(row, name, value)
    records.add_event(session, case.id, act.event, facts=StepFacts(note=StandardNote.UNDONE))


def _correct_back(session: Session, case: ChangedCase, _act: BulkAct) -> None:
    if case.before:
        correction = Correction(category=str(case.before["category"]))
        complaints.correct(session, case.id, correction)


def _include_again(session: Session, case: ChangedCase, _act: BulkAct) -> None:
    complaints.exclude(session, case.id, str(case.before["excluded_reason"]))


def _reinstate(session: Session, case: ChangedCase, _act: BulkAct) -> None:
    complaints.restore(session, case.id, StandardNote.UNDONE.text)


_BACK: dict[BulkAct, Callable[[Session, ChangedCase, BulkAct], None]] = {
    BulkAct.CATEGORISE: _correct_back,
    BulkAct.EXCLUDE: _include_again,
    BulkAct.VOID: _reinstate,
}
