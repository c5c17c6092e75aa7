"""Staff named in a case, and keeping a case from those it is about."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.involved import Involved, InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.users import Permission
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import people
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import handovers
from csq_desktop.storage.records.complaints import involved as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import InvolvedRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr


class _Referred(Protocol):
    """What speaks of a complaint by its number."""

    @property
    def ref(self) -> str: ...


Case = TypeVar("Case", bound=_Referred)


def complaint(session: Session, complaint_id: int) -> ComplaintRow:
    """The row of a complaint; UserError once it has gone, Refused for those whom it is about."""
    row = complaint_records.get(session, complaint_id)
    if row is None:
        raise UserError(tr("This complaint has been removed."))
    if records.is_kept_away(session, complaint_id):
        raise Refused(tr("This complaint is about you. Another person works on it."))
    return row


def unvoided(session: Session, complaint_id: int) -> ComplaintRow:
    """The row of a complaint that something can be added to; UserError once it was voided."""
    row = complaint(session, complaint_id)
    if row.removed_at is not None:
        raise UserError(tr("This complaint has been removed."))
    return row


def name(session: Session, complaint_id: int, new: NewInvolved) -> int:
    """Name somebody in a case; returns the id of that.

    Whoever is complained of does not find the case from then on, so they cannot own it.
    """
    require(session, Permission.NOTE_COMPLAINTS)
    row, person_id = complaint(session, complaint_id), people.chosen(session, new.person)
    if person_id is None:
        raise UserError(tr("Enter who was involved."), field="person")
    named = [each for each in of_case(session, complaint_id) if each.is_named]
    if any(each.person_id == person_id and each.part is new.part for each in named):
        raise UserError(tr("This person is named already."), field="person")
    _refuse_owning(session, row, person_id, new.part)
    involved = InvolvedRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        person_id=person_id,
        part=new.part,
        named_at=desk_of(session).now(),
        named_by=desk_of(session).user.id,
    )
    records.add(session, involved)
    complaint_records.add_event(session, complaint_id, EventKind.INVOLVED)
    return involved.id


def take_out(session: Session, involved_id: int) -> None:
    """Take out somebody who was named by mistake; that they were named stays on record."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _row(session, involved_id)
    if row.ended_at is None:
        row.ended_at = desk_of(session).now()
        complaint_records.add_event(session, row.complaint_id, EventKind.INVOLVED)


def put_back(session: Session, involved_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    row = _row(session, involved_id)
    if row.ended_at is not None:
        _refuse_owning(session, complaint(session, row.complaint_id), row.person_id, row.part)
        row.ended_at = None
        complaint_records.add_event(session, row.complaint_id, EventKind.INVOLVED)


def of_case(session: Session, complaint_id: int) -> tuple[Involved, ...]:
    """Everybody who is or was named in a case, in the order they were."""
    return records.of_case(session, complaint_id)


def refuse_owner(session: Session, complaint_id: int, owner_id: int) -> None:
    """A UserError for an owner whom the case is about."""
    if records.is_kept_away(session, complaint_id, owner_id):
        raise UserError(tr("This complaint is about them. Choose another owner."), field="owner")


def _refuse_owning(session: Session, row: ComplaintRow, person_id: int, part: InvolvedAs) -> None:
    """A UserError where whom a case is about owns it, or has been asked to take it over."""
    if not part.keeps_away:
        return
    if row.owner_id == person_id:
        raise UserError(
            tr("This person owns the complaint. Hand it over to somebody else first."),
            field="person",
        )
    waiting = handovers.waiting_row(session, row.id)
    if waiting is not None and waiting.taker_id == person_id:
        raise UserError(
            tr("This complaint is being handed over to them. Take that back first."),
            field="person",
        )


def seen_cases(session: Session, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Of cases on a list or a page those that the signed-in user may know of."""
    hidden = hidden_refs(session)
    return tuple(each for each in cases if each.ref not in hidden)


def hidden_refs(session: Session) -> frozenset[str]:
    """The numbers of the complaints that are about the signed-in user."""
    return records.hidden_refs(session)


def _row(session: Session, involved_id: int) -> InvolvedRow:
    row = records.get(session, involved_id)
    if row is None:
        raise UserError(tr("This entry has been removed."))
    complaint(session, row.complaint_id)
    return row
