"""Queries of who is away, who stands in, and for whom the signed-in user acts on a case."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import Absence, AbsenceLine, stand_in
from csq_desktop.domain.shop.shop import SHOP, Shop
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.shop import people, shop
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.shop.absences import AbsenceRow as A
from csq_desktop.storage.tables.shop.people import PersonRow


def get(session: Session, absence_id: int) -> A | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(A, absence_id)


def add(session: Session, row: A) -> None:
    """Keep a new absence."""
    session.add(row)
    session.flush()


def facts(row: A) -> Absence:
    """What a row says."""
    return Absence(
        row.id,
        row.person_id,
        row.away_from,
        row.away_to,
        row.substitute_id,
        row.second_id,
        row.ended_on,
    )


def everything(session: Session) -> tuple[Absence, ...]:
    """All absences that were not removed, the latest first."""
    query = select(A).where(A.removed_at.is_(None)).order_by(A.away_from.desc(), A.id.desc())
    return tuple(facts(row) for row in session.scalars(query))


def lines(session: Session) -> tuple[AbsenceLine, ...]:
    """The same with the names of those they are about, and how much of theirs is open."""
    names = people.names(session)
    open_cases = {line.person.id: line.complaints for line in people.lines(session)}
    return tuple(
        AbsenceLine(
            absence,
            names.get(absence.person_id, ""),
            names.get(absence.substitute_id, ""),
            names.get(absence.second_id or 0, ""),
            open_cases.get(absence.person_id, 0),
        )
        for absence in everything(session)
    )


def on(session: Session, day: date) -> tuple[Absence, ...]:
    """The absences of a day."""
    covering = (A.removed_at.is_(None), A.away_from <= day, A.away_to >= day)
    rows = session.scalars(select(A).where(*covering))
    return tuple(absence for absence in map(facts, rows) if absence.covers(day))


def left(session: Session) -> frozenset[int]:
    """Who has left, and stands in for nobody."""
    return frozenset(session.scalars(select(PersonRow.id).where(PersonRow.left_at.is_not(None))))


def barred(session: Session, complaint_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Who cannot stand in on each of some cases: whom it is about, and who has left."""
    gone, about = left(session), involved.kept_from(session, complaint_ids)
    barred_by_id: dict[int, frozenset[int]] = defaultdict(lambda: gone)
    barred_by_id.update({case: gone | persons for case, persons in about.items()})
    return barred_by_id


def acting_for(session: Session, complaint_id: int) -> int | None:
    """Whom the signed-in user stands in for on a case: its owner, who is away today."""
    owner_id = session.scalar(
        select(ComplaintRow.owner_id)
        .join(A, A.person_id == ComplaintRow.owner_id)
        .where(ComplaintRow.id == complaint_id, A.removed_at.is_(None))
        .limit(1)
    )
    if owner_id is None:
        return None
    day = today(session)
    acting = stand_in(
        owner_id, day, on(session, day), barred(session, (complaint_id,))[complaint_id]
    )
    is_signed_in = acting is not None and acting == people.of_user(
        session, desk_of(session).user.id
    )
    return owner_id if is_signed_in else None


def today(session: Session) -> date:
    """The day it is in the shop."""
    written = shop.versions(session, SHOP, Shop)
    zone = ZoneInfo((written[-1].value if written else Shop("", "")).zone)
    return desk_of(session).now().astimezone(zone).date()
