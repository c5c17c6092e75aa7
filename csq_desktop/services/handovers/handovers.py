"""Handing a case over: at once, or once the new owner has accepted; and every way back.

Until it is accepted the case keeps its owner, so no figure and no list changes by asking.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StandardNote, StepFacts
from csq_desktop.domain.handovers import facts as rules
from csq_desktop.domain.handovers.facts import HANDOVER, Handover, HandoverAnswer
from csq_desktop.domain.shop.people import Person, PersonChoice
from csq_desktop.domain.users import Permission, Role
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.absences import stand_ins
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import handovers as records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.handovers import HandoverRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class CaseHandover:
    """The hand-over that stands on a case, and whether the signed-in user is to answer it."""

    handover: Handover
    may_answer: bool


def hand_over(session: Session, complaint_id: int, owner: PersonChoice, reason: str = "") -> int:
    """Give a case to another owner, who is asked first where they can answer; gives its id.

    A hand-over that still waited is taken back by it.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row, owner_id = _open_case(session, complaint_id), people.chosen(session, owner)
    if owner_id is None:
        raise UserError(tr("Enter the new owner."), field="owner")
    involved.refuse_owner(session, row.id, owner_id)
    if owner_id == row.owner_id and not row.owner_text:
        raise UserError(tr("They own this already. Choose somebody else."), field="owner")
    HANDOVER.field("handover_reason").check(reason)
    earlier = records.waiting_row(session, row.id)
    if earlier is not None:
        _answered(session, earlier, HandoverAnswer.TAKEN_BACK)
    handover = _new(session, row, owner_id, reason.strip())
    if _asks_first(session, owner_id):
        _tell(session, row, handover, EventKind.HANDOVER, reason)
    else:
        _answered(session, handover, HandoverAnswer.UNASKED)
        _give(session, row, handover, reason)
    return handover.id


def accept(session: Session, handover_id: int) -> None:
    """Take a case over that was handed to the signed-in user."""
    require(session, Permission.NOTE_COMPLAINTS)
    handover, row = _to_answer(session, handover_id)
    involved.refuse_owner(session, row.id, handover.taker_id)
    _answered(session, handover, HandoverAnswer.ACCEPTED)
    _give(session, row, handover, "")


def decline(session: Session, handover_id: int, reason: str) -> None:
    """Leave a case with its owner, and say why."""
    require(session, Permission.NOTE_COMPLAINTS)
    handover, row = _to_answer(session, handover_id)
    if not reason.strip():
        raise UserError(tr("Enter why you decline."), field="note")
    HANDOVER.field("answer_reason").check(reason)
    handover.answer_reason = reason.strip()
    _answered(session, handover, HandoverAnswer.DECLINED)
    _tell(session, row, handover, EventKind.HANDOVER_DECLINED, reason)


def take_back(session: Session, handover_id: int) -> None:
    """Take a hand-over back that still waits for its answer."""
    require(session, Permission.WORK_COMPLAINTS)
    handover = _there(session, handover_id)
    rules.refuse_unless_waiting(handover.handover_answer)
    row = case_rows.row_of(session, handover.complaint_id)
    _answered(session, handover, HandoverAnswer.TAKEN_BACK)
    _tell(session, row, handover, EventKind.HANDOVER_TAKEN_BACK)


def note_declined(session: Session, handover_id: int) -> None:
    """Take note that a hand-over was declined: it stands on Today no more."""
    require(session, Permission.NOTE_COMPLAINTS)
    handover = _there(session, handover_id)
    case_rows.row_of(session, handover.complaint_id)
    if handover.noted_at is None:
        handover.noted_at = desk_of(session).now()


def undo(session: Session, handover_id: int) -> None:
    """Undo a hand-over: one that waits is taken back, of another the owner before gets the case.

    A UserError where somebody else owns the case by now.
    """
    require(session, Permission.WORK_COMPLAINTS)
    handover = _there(session, handover_id)
    if handover.handover_answer is None:
        take_back(session, handover_id)
        return
    row = _open_case(session, handover.complaint_id)
    if not handover.handover_answer.moved_the_case or row.owner_id != handover.taker_id:
        raise UserError(tr("This complaint has another owner by now."))
    if handover.before_id is not None:
        involved.refuse_owner(session, row.id, handover.before_id)
    before = people.shown(session, row)
    row.owner_id, row.owner_text = handover.before_id, handover.before_text
    _answered(session, handover, HandoverAnswer.TAKEN_BACK)
    facts = StepFacts(before=before, after=people.shown(session, row), note=StandardNote.UNDONE)
    complaint_records.add_event(session, row.id, EventKind.OWNER, "", facts)


def of_case(session: Session, complaint_id: int) -> CaseHandover | None:
    """The latest hand-over of a case where it waits, or was declined and is not noted."""
    row = case_rows.row_of(session, complaint_id)
    last = records.last_of_case(session, row.id)
    if last is None or not (last.is_waiting or last.is_news):
        return None
    may_answer = last.is_waiting and _may_answer(session, last.taker_id, row.id)
    return CaseHandover(last, may_answer)


def waiting(session: Session) -> tuple[Handover, ...]:
    """The hand-overs that wait for an answer, on open cases the signed-in user may see."""
    return records.waiting(session)


def _open_case(session: Session, complaint_id: int) -> ComplaintRow:
    row = case_rows.row_of(session, complaint_id)
    lifecycle.refuse_unless_open(case_rows.case_of(session, row))
    return row


def _there(session: Session, handover_id: int) -> HandoverRow:
    row = records.get(session, handover_id)
    if row is None:
        raise UserError(tr("This hand-over has been removed."))
    return row


def _to_answer(session: Session, handover_id: int) -> tuple[HandoverRow, ComplaintRow]:
    """A hand-over that waits for the signed-in user, and its open case."""
    handover = _there(session, handover_id)
    row = _open_case(session, handover.complaint_id)
    rules.refuse_unless_waiting(handover.handover_answer)
    if not _may_answer(session, handover.taker_id, row.id):
        raise UserError(tr("Only the new owner answers a hand-over."))
    return handover, row


def _may_answer(session: Session, taker_id: int, complaint_id: int) -> bool:
    """Whether the signed-in user is whom a case was handed to, or stands in for them."""
    own = taker_id == people.of_signed_in(session)
    return own or stand_ins.may_act_for(session, taker_id, complaint_id)


def _new(session: Session, row: ComplaintRow, owner_id: int, reason: str) -> HandoverRow:
    desk = desk_of(session)
    handover = HandoverRow(
        id=ids.reserve(session),
        complaint_id=row.id,
        before_id=row.owner_id,
        before_text=row.owner_text,
        giver_id=row.owner_id or people.of_signed_in(session),
        taker_id=owner_id,
        asked_at=desk.now(),
        asked_by=desk.user.id,
        handover_reason=reason,
    )
    records.add(session, handover)
    return handover


def _asks_first(session: Session, owner_id: int) -> bool:
    to = next(person for person in people.everyone(session) if person.id == owner_id)
    return rules.asks_first(to, _role(session, to), desk_of(session).user.id)


def _role(session: Session, person: Person) -> Role | None:
    return None if person.user_id is None else user_records.role_of(session, person.user_id)


def _answered(session: Session, handover: HandoverRow, answer: HandoverAnswer) -> None:
    desk = desk_of(session)
    handover.handover_answer, handover.answered_at = answer, desk.now()
    handover.answered_by = desk.user.id


def _give(session: Session, row: ComplaintRow, handover: HandoverRow, reason: str) -> None:
    """Make the new owner the owner; the history keeps both names as they are now."""
    before = people.shown(session, row)
    row.owner_id, row.owner_text = handover.taker_id, ""
    facts = StepFacts(before=before, after=people.shown(session, row))
    complaint_records.add_event(session, row.id, EventKind.OWNER, reason.strip(), facts)


def _tell(
    session: Session, row: ComplaintRow, handover: HandoverRow, kind: EventKind, reason: str = ""
) -> None:
    names = {person.id: person.name for person in people.everyone(session)}
    facts = StepFacts(before=names.get(handover.giver_id or 0, ""), after=names[handover.taker_id])
    complaint_records.add_event(session, row.id, kind, reason.strip(), facts)
