"""Absences: who is away from when to when, who stands in, and the end of it."""

from sqlalchemy.orm import Session

from csq_desktop.domain.absences import facts as rules
from csq_desktop.domain.absences.facts import Absence, AbsenceLine, NewAbsence
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import absences as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.shop.absences import AbsenceRow
from csq_desktop.texts import tr


def enter(session: Session, new: NewAbsence) -> int:
    """Enter an absence with its substitutes; gives its id."""
    require(session, Permission.ADMINISTER)
    desk, absence = desk_of(session), _absence(session, new)
    rules.check(absence, records.everything(session), people.everyone(session))
    row = AbsenceRow(
        id=ids.reserve(session),
        person_id=absence.person_id,
        away_from=absence.away_from,
        away_to=absence.away_to,
        substitute_id=absence.substitute_id,
        second_id=absence.second_id,
        entered_at=desk.now(),
        entered_by=desk.user.id,
    )
    records.add(session, row)
    return row.id


def end(session: Session, absence_id: int) -> None:
    """End an absence today: the person is back, and what is theirs is theirs to do again."""
    require(session, Permission.ADMINISTER)
    row, today = _there(session, absence_id), shop.today(session)
    row.ended_on = rules.ended(records.facts(row), today).ended_on


def resume(session: Session, absence_id: int) -> None:
    """Undo that it was ended."""
    require(session, Permission.ADMINISTER)
    row = _there(session, absence_id)
    row.ended_on = None
    _check_again(session, row)


def remove(session: Session, absence_id: int) -> None:
    """Take out an absence that was entered by mistake; the trail keeps it."""
    require(session, Permission.ADMINISTER)
    _there(session, absence_id).removed_at = desk_of(session).now()


def put_back(session: Session, absence_id: int) -> None:
    """Undo that."""
    require(session, Permission.ADMINISTER)
    row = records.get(session, absence_id)
    if row is not None:
        row.removed_at = None
        _check_again(session, row)


def lines(session: Session) -> tuple[AbsenceLine, ...]:
    """All absences, the latest first."""
    require(session, Permission.ADMINISTER)
    return records.lines(session)


def _there(session: Session, absence_id: int) -> AbsenceRow:
    row = records.get(session, absence_id)
    if row is None or row.removed_at is not None:
        raise UserError(tr("This absence has been removed."))
    return row


def _check_again(session: Session, row: AbsenceRow) -> None:
    """What was entered since may rule out an absence that comes back."""
    session.flush()
    rules.check(records.facts(row), records.everything(session), people.everyone(session))


def _absence(session: Session, new: NewAbsence) -> Absence:
    person_id = people.chosen(session, new.person)
    substitute_id = people.chosen(session, new.substitute)
    if person_id is None:
        raise UserError(tr("Enter who is away."), field="person")
    if substitute_id is None:
        raise UserError(tr("Enter who stands in."), field="substitute")
    second_id = people.chosen(session, new.second)
    return Absence(0, person_id, new.away_from, new.away_to, substitute_id, second_id)
