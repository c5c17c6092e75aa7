"""Compliments, suggestions and enquiries: replying to them, and changing what kind something is."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.facts import (
    ComplaintRef,
    EventKind,
    NewComplaint,
    Severity,
)
from csq_desktop.domain.complaints.fields import TYPED
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.fields.fields import LONGEST_WORDS
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.evidence import evidence
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class AskedOfComplaint:
    """What has to be known of a complaint, and nobody asked for while it was something else."""

    severity: Severity
    category: str


def reply(session: Session, complaint_id: int, note: str = "") -> None:
    """Record that the customer was replied to; a complaint is answered with its decision.

    Whoever may note something may do it: no finding and no figure hangs on it.
    """
    require(session, Permission.NOTE_COMPLAINTS)
    row, rules = case_rows.row_of(session, complaint_id), case_rows.rules(session)
    case = lifecycle.reply(case_rows.case_of(session, row), rules, case_rows.now(session))
    case_rows.save(row, case, rules)
    records.add_event(session, row.id, EventKind.ANSWERED, note.strip()[:LONGEST_WORDS])


def record_as(
    session: Session,
    complaint_id: int,
    kind: FeedbackKind,
    reason: str,
    *,
    asked: AskedOfComplaint | None = None,
) -> ComplaintRef:
    """Record something anew as the kind it is; gives its new reference.

    It gets a number of its own series and begins anew, with its time of receipt; what it was logged
    as is voided, keeps its number and history, and names the new one. So a month that was reported
    says what left it and why.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    row = case_rows.row_of(session, complaint_id)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    if kind is row.kind:
        raise UserError(tr("Choose another kind."), field="kind")
    if row.removed_at is not None:
        raise UserError(tr("This is voided. Reinstate it first."))
    again = _again(row, kind)
    if asked is not None:
        again = replace(again, severity=asked.severity, category=asked.category)
    new = case_rows.row_of(session, complaints.log(session, again).id)
    new.owner_id, new.owner_text = row.owner_id, row.owner_text
    records.move_sealed(session, row.id, new.id)
    evidence.follow(session, row.id, new.id)
    involved.follow(session, row.id, new.id)
    row.became_id = new.id
    for each in (row, new):
        facts = StepFacts(before=row.ref, after=new.ref)
        records.add_event(session, each.id, EventKind.RECORDED_AS, facts=facts)
    complaints.withdraw(session, row.id, reason)
    return ComplaintRef(new.id, new.ref)


def _again(row: ComplaintRow, kind: FeedbackKind) -> NewComplaint:
    """What was logged, as feedback of another kind."""
    return NewComplaint(
        kind=kind,
        channel=row.channel,
        received_at=row.received_at,
        category=row.category,
        severity=row.severity,
        words=row.words,
        summary=row.summary,
        customer_id=row.customer_id,
        their_reference=row.their_reference,
        **{key: getattr(row, key) for key in TYPED},
    )
