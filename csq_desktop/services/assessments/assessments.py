"""The initial assessment of a complaint: what was judged, by whom, and what it was before."""

from sqlalchemy.orm import Session

from csq_desktop.domain.assessments.facts import CaseJudgement
from csq_desktop.domain.complaints.facts import EventKind, Severity
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr


def assess(
    session: Session,
    complaint_id: int,
    severity: Severity,
    judgement: CaseJudgement,
    *,
    note: str = "",
) -> None:
    """Record the initial assessment; what was not judged stays open."""
    require(session, Permission.WORK_COMPLAINTS)
    complaints.assess(session, complaint_id, severity, note)
    _put(session, case_rows.row_of(session, complaint_id), judgement)


def correct(session: Session, complaint_id: int, judgement: CaseJudgement) -> None:
    """Put right what was judged; the history says so, and supervisors see what it was before."""
    require(session, Permission.WORK_COMPLAINTS)
    row = case_rows.row_of(session, complaint_id)
    if not row.kind.is_complaint:
        raise UserError(tr("Only complaints are assessed."))
    before = _put(session, row, judgement)
    if before:
        facts = StepFacts(fields=tuple(before))
        event_id = records.add_event(session, row.id, EventKind.CORRECTED, facts=facts)
        earlier_words.keep(session, ComplaintRow, row.id, before, event_id)


def _put(session: Session, row: ComplaintRow, judgement: CaseJudgement) -> dict[str, object]:
    """Store what differs; gives what it was before. Who judged first stays the one who did."""
    judged = vars(judgement)
    before = {key: getattr(row, key) for key, value in judged.items() if getattr(row, key) != value}
    for key in before:
        setattr(row, key, judged[key])
    if row.assessed_at is None and any(judged.values()):
        desk = desk_of(session)
        row.assessed_at, row.assessed_by = desk.now(), desk.user.id
    return before
