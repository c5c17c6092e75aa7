"""Queries of the staff named in cases, and the condition that keeps a case from those it is about.

Every list, search, count and export of complaints for people takes `kept_away` in. Figures do not:
they are the shop's, and the same for everybody.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import CTE, ColumnElement, Select, select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.closing.involved import Involved
from csq_desktop.domain.users import Permission, Role, may
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.shop import people, users
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.closing import KEPT_AWAY
from csq_desktop.storage.tables.cases.closing import InvolvedRow as I
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.storage.tables.store import UserRow


def kept_away(session: Session) -> tuple[ColumnElement[bool], ...]:
    """The condition that leaves out what the signed-in user must not see; none for almost all."""
    hidden = _hidden(session)
    is_any = session.execute(hidden.limit(1)).first() is not None
    return (ComplaintRow.id.not_in(hidden),) if is_any else ()


def hidden_refs(session: Session) -> frozenset[str]:
    """The numbers of the complaints that are about the signed-in user, who does not find them."""
    query = select(ComplaintRow.ref).where(ComplaintRow.id.in_(_hidden(session)))
    return frozenset(session.scalars(query))


def hidden_ids(session: Session) -> frozenset[int]:
    """The complaints that are about the signed-in user, by their ids."""
    return frozenset(session.scalars(_hidden(session)))


def _hidden(session: Session) -> Select[tuple[int]]:
    """The complaints that are about the signed-in user, with all that were merged into them."""
    person = people.of_user(session, desk_of(session).user.id)
    named = select(I.complaint_id.label("id")).where(I.person_id == person, text(KEPT_AWAY))
    every = named.cte("about_the_user", recursive=True)
    merged = select(ComplaintRow.id).where(ComplaintRow.merged_into_id == every.c.id)
    return select(every.union(merged).c.id)


def is_kept_away(session: Session, complaint_id: int, person_id: int | None = None) -> bool:
    """Whether a person, the signed-in one where none is named, must not see a complaint."""
    if person_id is None:
        person_id = people.of_user(session, desk_of(session).user.id)
    records = _with_survivors(ComplaintRow.id == complaint_id)
    about = I.complaint_id.in_(select(records.c.record_id))
    own = (about, I.person_id == person_id, text(KEPT_AWAY))
    return session.execute(select(I.id).where(*own).limit(1)).first() is not None


def kept_from(session: Session, complaint_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Who must not see each of some complaints; those that are kept from nobody are left out."""
    persons = defaultdict[int, set[int]](set)
    for some in in_parts(sorted(complaint_ids)):
        records = _with_survivors(ComplaintRow.id.in_(some))
        named = records.join(I, I.complaint_id == records.c.record_id)
        query = select(records.c.case_id, I.person_id).select_from(named).where(text(KEPT_AWAY))
        for complaint_id, person_id in session.execute(query):
            persons[complaint_id].add(person_id)
    return {complaint_id: frozenset(those) for complaint_id, those in persons.items()}


def _with_survivors(which: ColumnElement[bool]) -> CTE:
    """Some complaints as `case_id`, each with itself and all it was merged into as `record_id`."""
    own = select(ComplaintRow.id.label("case_id"), ComplaintRow.id.label("record_id")).where(which)
    every = own.cte("with_survivors", recursive=True)
    on = ComplaintRow.id == every.c.record_id
    into = select(every.c.case_id, ComplaintRow.merged_into_id).join(ComplaintRow, on)
    return every.union(into.where(ComplaintRow.merged_into_id.is_not(None)))


def get(session: Session, involved_id: int) -> I | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(I, involved_id)


def add(session: Session, row: I) -> None:
    """Keep somebody named in a case."""
    session.add(row)
    session.flush()


def follow(session: Session, complaint_id: int, to: int) -> None:
    """Name in another record of a case whoever is named in one: it is kept from the same people."""
    query = select(I).where(I.complaint_id == complaint_id, I.ended_at.is_(None))
    for row in session.scalars(query.order_by(I.id)).all():
        facts = {"part": row.part, "named_at": row.named_at, "named_by": row.named_by}
        add(session, I(id=ids.reserve(session), complaint_id=to, person_id=row.person_id, **facts))


def of_case(session: Session, complaint_id: int) -> tuple[Involved, ...]:
    """Everybody who is or was named in a case, in the order they were."""
    query = select(I, PersonRow.name, PersonRow.user_id)
    query = query.join(PersonRow, PersonRow.id == I.person_id)
    rows = session.execute(query.where(I.complaint_id == complaint_id).order_by(I.id)).all()
    users_by_id = users.names(session) if rows else {}
    return tuple(
        Involved(
            id=row.id,
            complaint_id=row.complaint_id,
            person_id=row.person_id,
            name=name,
            user_id=user_id,
            part=row.part,
            named_at=row.named_at,
            named_by=users_by_id.get(row.named_by, ""),
            ended_at=row.ended_at,
        )
        for row, name, user_id in rows
    )


def closers(session: Session) -> frozenset[int]:
    """The users who may close complaints."""
    roles = [role for role in Role if may(role, Permission.CLOSE_COMPLAINTS)]
    query = select(UserRow.id).where(UserRow.active, UserRow.role.in_(roles))
    return frozenset(session.scalars(query))
