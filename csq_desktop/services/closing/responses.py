"""How a decision was communicated, and whether the customer accepts it."""

from sqlalchemy.orm import Session

from csq_desktop.domain.closing import responses as rules
from csq_desktop.domain.closing.responses import (
    RESPONSE,
    Communicated,
    NewResponse,
    Response,
    ResponseLine,
)
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import ResponseRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr

_EVENTS = {
    Response.ACCEPTED: EventKind.ACCEPTED,
    Response.REJECTED: EventKind.REJECTED,
    Response.SILENT: EventKind.SILENT,
}


def communicate(session: Session, complaint_id: int, communicated: Communicated) -> None:
    """Record when and how the customer was told the decision; again, to put it right."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = _decided(session, complaint_id)
    now = desk_of(session).now()
    rules.check_moment(communicated.at, not_before=row.received_at, now=now)
    RESPONSE.field("communicated_note").check(communicated.note)
    line = _line(session, row)
    line.communicated_at, line.communicated_how = communicated.at, communicated.how
    line.communicated_by = desk_of(session).user.id
    line.communicated_note = communicated.note.strip()
    text = communicated.note.strip()
    complaint_records.add_event(session, complaint_id, EventKind.COMMUNICATED, text)


def respond(session: Session, complaint_id: int, new: NewResponse) -> None:
    """Record what the customer said to the decision; again, to put it right."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = _decided(session, complaint_id)
    new.check()
    rules.check_moment(new.at, not_before=row.received_at, now=desk_of(session).now())
    RESPONSE.field("response_note").check(new.note)
    line = _line(session, row)
    line.response, line.responded_at = new.response, new.at
    line.alternatives = "\n".join(new.alternatives)
    line.response_note = new.note.strip()
    complaint_records.add_event(session, complaint_id, _EVENTS[new.response], new.note.strip())


def of_case(session: Session, complaint_id: int) -> tuple[ResponseLine, ...]:
    """What is known of each round of a case, the first round first."""
    return records.responses(session, complaint_id)


def _decided(session: Session, complaint_id: int) -> ComplaintRow:
    row = involved.complaint(session, complaint_id)
    if not row.kind.is_complaint or row.finding is None or row.removed_at is not None:
        raise UserError(tr("Record the decision first."))
    return row


def _line(session: Session, row: ComplaintRow) -> ResponseRow:
    """What is known of the present round; a new line where that is nothing."""
    number = row.reopened_count + 1
    line = records.response(session, row.id, number)
    if line is None:
        line = ResponseRow(id=ids.reserve(session), complaint_id=row.id, case_round=number)
        records.add(session, line)
    return line
