"""Making one record that holds two matters two cases; merging them again takes it back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import ComplaintRef, EventKind, NewComplaint, Severity
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.complaints.lifecycle import refuse_voided
from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import merges as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.ties import SplitRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class SecondMatter:
    """The matter that gets a case of its own, as typed in."""

    words: str
    category: str
    severity: Severity
    summary: str = ""
    touch_point: str = ""
    product: str = ""


def split(session: Session, complaint_id: int, matter: SecondMatter, reason: str) -> ComplaintRef:
    """Give the second matter of a case a number of its own; returns it.

    It was received when the first was, from the same customer and on the same way: its clocks run
    from there. The first keeps its words, clocks and history.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    row, desk = case_rows.row_of(session, complaint_id), desk_of(session)
    refuse_voided(row.removed_at)
    new = NewComplaint(
        kind=row.kind,
        channel=row.channel,
        received_at=row.received_at,
        customer_id=row.customer_id,
        **vars(matter),
    )
    second = case_rows.row_of(session, complaints.log(session, new).id)
    second.owner_id, second.owner_text = row.owner_id, row.owner_text
    tie = SplitRow(
        id=ids.reserve(session),
        split_from_id=row.id,
        split_to_id=second.id,
        split_at=desk.now(),
        split_by=desk.user.id,
        split_reason=reason.strip()[:LONGEST_TEXT],
    )
    records.add(session, tie)
    facts = StepFacts(before=row.ref, after=second.ref)
    for each in (row, second):
        complaint_records.add_event(session, each.id, EventKind.SPLIT, reason.strip(), facts)
    return ComplaintRef(second.id, second.ref)
