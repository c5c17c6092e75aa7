"""Containment: what was done against further harm before the cause of a complaint was known."""

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.containment import facts as rules
from csq_desktop.domain.containment.facts import Containment, NewContainment
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words, people
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.records.cases import containment as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.containment import ContainmentRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr


def add(session: Session, complaint_id: int, new: NewContainment) -> int:
    """Record a step on a case; gives its id. Staff may: it is done where the harm is."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = _open_case(session, complaint_id)
    desk = desk_of(session)
    rules.check(new, row.received_at, desk.now())
    step = ContainmentRow(
        id=ids.reserve(session),
        complaint_id=row.id,
        contained=new.step.strip(),
        done_at=new.done_at,
        owner_id=people.chosen(session, new.by) or people.of_signed_in(session),
        entered_at=desk.now(),
        entered_by=desk.user.id,
    )
    records.add(session, step)
    complaint_records.add_event(session, row.id, EventKind.CONTAINED, step.contained)
    return step.id


def change(session: Session, containment_id: int, new: NewContainment) -> None:
    """Put a step right; the history shows it anew, and supervisors what it said before."""
    require(session, Permission.WORK_COMPLAINTS)
    step = _there(session, containment_id)
    row = _open_case(session, step.complaint_id)
    rules.check(new, row.received_at, desk_of(session).now())
    before, words = step.contained, new.step.strip()
    step.contained, step.done_at = words, new.done_at
    step.owner_id = people.chosen(session, new.by) or step.owner_id
    event_id = complaint_records.add_event(session, row.id, EventKind.CONTAINED, words)
    if before != words:
        earlier_words.keep(session, ComplaintRow, row.id, {"contained": before}, event_id)


def take_out(session: Session, containment_id: int) -> None:
    """Take out a step that was entered by mistake; the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    _there(session, containment_id).removed_at = desk_of(session).now()


def put_back(session: Session, containment_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    step = records.get(session, containment_id)
    if step is not None:
        case_rows.row_of(session, step.complaint_id)
        step.removed_at = None


def of_case(session: Session, complaint_id: int) -> tuple[Containment, ...]:
    """The steps taken on a case, the earliest first."""
    return records.of_case(session, case_rows.row_of(session, complaint_id).id)


def _there(session: Session, containment_id: int) -> ContainmentRow:
    step = records.get(session, containment_id)
    if step is None or step.removed_at is not None:
        raise UserError(tr("This step has been removed."))
    case_rows.row_of(session, step.complaint_id)
    return step


def _open_case(session: Session, complaint_id: int) -> ComplaintRow:
    row = case_rows.row_of(session, complaint_id)
    if row.closed_at is not None or row.removed_at is not None:
        raise UserError(tr("This case has ended. Reopen it first."))
    return row
