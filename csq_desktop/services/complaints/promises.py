"""Promises to customers: making one on a case, keeping it, moving it, taking it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import promises as rules
from csq_desktop.domain.complaints.promises import PROMISE, NewPromise, Promise
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import promises as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.promises import PromiseRow
from csq_desktop.texts import tr


def make(session: Session, complaint_id: int, new: NewPromise) -> int:
    """Write down what a customer was promised on a case; returns its id. No clock is touched."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = involved.unvoided(session, complaint_id)
    desk, calendar = desk_of(session), shop.calendar(session)
    rules.check(new.what, new.due_at, calendar, desk.now())
    promise = PromiseRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        promised=new.what.strip(),
        due_at=new.due_at,
        due_month=Month.of(calendar.day_of(new.due_at)),
        owner_id=_owner(session, new.owner, row.owner_id),
        made_at=desk.now(),
        made_by=desk.user.id,
    )
    records.add(session, promise)
    return promise.id


def keep(session: Session, promise_id: int, at: datetime | None = None, note: str = "") -> None:
    """Record that it was done, now or at an earlier moment; too late, it stays broken."""
    require(session, Permission.NOTE_COMPLAINTS)
    row, promise = _open(session, promise_id)
    now = desk_of(session).now()
    done_at = now if at is None else min(at, now)
    rules.check_done(promise, done_at, now)
    row.done_at, row.note = done_at, _note(note)


def move(
    session: Session, promise_id: int, due_at: datetime, *, consented: bool, note: str = ""
) -> int:
    """Promise another moment in its place; returns the id of the new promise.

    With the customer's consent and in time nothing was broken; else it counts as broken, and what
    is promised now counts by itself.
    """
    require(session, Permission.NOTE_COMPLAINTS)
    row, promise = _open(session, promise_id)
    owner: PersonChoice = promise.owner_id or ""
    following = make(session, row.complaint_id, NewPromise(promise.what, due_at, owner))
    row.moved_at, row.consented, row.note = desk_of(session).now(), consented, _note(note)
    return following


def take_back(session: Session, promise_id: int) -> None:
    """Take out a promise that was entered by mistake: it counts nowhere, the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    row, _ = _open(session, promise_id)
    row.removed_at = desk_of(session).now()


def put_back(session: Session, promise_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    row = records.get(session, promise_id)
    if row is not None:
        involved.complaint(session, row.complaint_id)
        row.removed_at = None


def of_case(session: Session, complaint_id: int) -> tuple[Promise, ...]:
    """The promises on a case, the earliest first."""
    return records.of_case(session, complaint_id)


def _owner(session: Session, choice: PersonChoice, owner_id: int | None) -> int | None:
    """Who is to keep it: the person chosen, else the owner of the case, else whoever promises."""
    return people.chosen(session, choice) or owner_id or people.of_signed_in(session)


def _note(text: str) -> str:
    PROMISE.field("note").check(text)
    return text.strip()


def _open(session: Session, promise_id: int) -> tuple[PromiseRow, Promise]:
    row, promise = records.get(session, promise_id), records.by_id(session, promise_id)
    if row is None or promise is None:
        raise UserError(tr("This promise has been removed."))
    involved.complaint(session, row.complaint_id)
    if promise.is_ended:
        raise UserError(tr("This promise has ended already."))
    return row, promise
