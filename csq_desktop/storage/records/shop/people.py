"""Queries of people: the list, how much of theirs is open, and whom a record shows as its owner."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionState
from csq_desktop.domain.shop.people import Person, PersonLine, by_key, in_order
from csq_desktop.domain.words.names import name_key
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.undoing import would_put_back
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.cases.closing import InvolvedRow
from csq_desktop.storage.tables.cases.containment import ContainmentRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.handovers import HandoverRow
from csq_desktop.storage.tables.complaints.promises import PromiseRow
from csq_desktop.storage.tables.complaints.ties import ProblemRow
from csq_desktop.storage.tables.packs import AskAnswerRow
from csq_desktop.storage.tables.pledges import PledgeRow
from csq_desktop.storage.tables.row import seconds
from csq_desktop.storage.tables.shop.absences import AbsenceRow
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.storage.tables.store import UserRow

P = PersonRow
_COLUMNS = ("id", "name", "user_id", "since", "left_at", "batch_id")


class _OwnedKind(NamedTuple):
    """A kind of rows that people own, which of them count, and which of those are still open."""

    row: Any
    counts: tuple[ColumnElement[bool], ...]
    still_open: ColumnElement[bool]


_KINDS = (
    _OwnedKind(ComplaintRow, (ComplaintRow.removed_at.is_(None),), and_(*IS_OPEN)),
    _OwnedKind(ActionRow, (), ActionRow.state == ActionState.OPEN),
    _OwnedKind(PledgeRow, (), PledgeRow.retired_on.is_(None)),
)
_NAMED_IN: tuple[Any, ...] = (
    InvolvedRow.person_id,
    *(PromiseRow.owner_id, ContainmentRow.owner_id, ProblemRow.owner_id),
    *(HandoverRow.before_id, HandoverRow.giver_id, HandoverRow.taker_id),
    *(AbsenceRow.person_id, AbsenceRow.substitute_id, AbsenceRow.second_id),
)
"""Where people stand on record for good, also beside a case that was voided."""


class Owned(Protocol):
    """A row with an owner."""

    owner_id: Any
    owner_text: Any


def get(session: Session, person_id: int) -> PersonRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(PersonRow, person_id)


def everyone(session: Session) -> tuple[Person, ...]:
    """Everybody, those who left last."""
    rows = session.execute(select(P.id, P.name, P.user_id, P.since, P.left_at))
    return in_order(Person(*row) for row in rows)


def lines(session: Session) -> tuple[PersonLine, ...]:
    """Everybody with how much of theirs is open."""
    counts = [_open_of(session, kind) for kind in _KINDS]
    return tuple(
        PersonLine(person, *(count[person.id] for count in counts)) for person in everyone(session)
    )


def _open_of(session: Session, kind: _OwnedKind) -> Counter[int]:
    owner = kind.row.owner_id
    query = select(owner, func.count()).where(*kind.counts, kind.still_open, owner.is_not(None))
    return Counter(dict(session.execute(query.group_by(owner)).all()))


def names(session: Session) -> dict[int, str]:
    """Everybody's name by id."""
    return dict(session.execute(select(P.id, P.name)).all())


def of_user(session: Session, user_id: int) -> int | None:
    """The person a user of the store is."""
    return session.scalar(select(P.id).where(P.user_id == user_id))


def add(session: Session, name: str) -> int:
    """Put a name into the list; returns the person's id."""
    row = PersonRow(id=ids.reserve(session), name=name, since=desk_of(session).now())
    session.add(row)
    session.flush()
    return row.id


def add_many(session: Session, new: Sequence[str], *, batch_id: int) -> dict[str, int]:
    """Put the names an import brings into the list; gives their ids."""
    if not new:
        return {}
    first, since = ids.reserve(session, len(new)), seconds(desk_of(session).now())
    id_by_name = {name: first + n for n, name in enumerate(new)}
    rows = ((number, name, None, since, None, batch_id) for name, number in id_by_name.items())
    bulk.insert(session, PersonRow, _COLUMNS, rows, detail={"batch": batch_id})
    return id_by_name


def remove(session: Session, row: PersonRow) -> None:
    """Take somebody out who owns nothing."""
    session.delete(row)
    session.flush()


def is_used(session: Session, person_id: int) -> bool:
    """Whether anything has, or had last, this owner, or gets it back when an import is undone.

    An answer to what a pack asked names who decided and who owns it for good, a case whoever had a
    part in it.
    """
    columns = [kind.row.owner_id for kind in _KINDS]
    columns += [AskAnswerRow.owner_id, AskAnswerRow.decided_by_id, *_NAMED_IN]
    return person_id in would_put_back(session, ComplaintRow, "owner_id") or any(
        session.execute(select(column).where(column == person_id).limit(1)).first()
        for column in columns
    )


def follow(session: Session, user: UserRow) -> bool:
    """Make a user the person they are; returns whether anything had to change.

    Somebody of the list who becomes a user stays the same person, found by the name.
    """
    row = session.scalar(select(P).where(P.user_id == user.id)) or _to_become(session, user.name)
    if row is None:
        session.flush()  # the user is written before the person who refers to them
        row = PersonRow.of_user(user)
        session.add(row)
    left_at = None if user.active else row.left_at or desk_of(session).now()
    values = {"name": user.name, "user_id": user.id, "left_at": left_at}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed) or row in session.new


def _to_become(session: Session, name: str) -> PersonRow | None:
    """Who in the list has the name of a new user and is none yet."""
    named = by_key(person for person in everyone(session) if person.user_id is None).get(
        name_key(name)
    )
    return None if named is None else get(session, named.id)


def take_out_many(session: Session, batch_id: int, *, detail: Mapping[str, object]) -> None:
    """Take the names an import brought out of the list again, but for owners of what counts.

    Whom another undo would make an owner again stays, too. A withdrawn complaint keeps its owner as
    a text.
    """
    brought = (P.batch_id == batch_id, P.user_id.is_(None))
    named = dict(session.execute(select(P.id, P.name).where(*brought)).all())
    if not named:
        return
    stay = _owners(session, select(P.id).where(*brought))
    stay |= would_put_back(session, ComplaintRow, "owner_id")
    for column in _NAMED_IN:
        stay |= {person for person in session.scalars(select(column).distinct()) if person}
    gone = {key: name for key, name in named.items() if key not in stay}
    c = ComplaintRow
    owned = c.owner_id.in_(select(P.id).where(*brought))
    rows = session.execute(select(c.id, c.owner_id, c.owner_text).where(owned)).all()
    # A text that stands there stays unwritten: the trail would have it from whoever undoes this.
    texts = ((None, gone[owner], key) for key, owner, text in rows if owner in gone and not text)
    bulk.update(session, c, ("owner_id", "owner_text"), texts, detail=detail)
    others = ((None, key) for key, owner, text in rows if owner in gone and text)
    bulk.update(session, c, ("owner_id",), others, detail=detail)
    bulk.delete(session, PersonRow, sorted(gone), detail=detail)


def _owners(session: Session, people: Select[Any]) -> set[int]:
    """Those of some people who own a complaint that counts, an action or a pledge."""
    owners: set[int] = set()
    for kind in _KINDS:
        owner = kind.row.owner_id
        query = select(owner).where(owner.in_(people), *kind.counts)
        owners.update(session.scalars(query.distinct()))
    return owners


def shown(row: Owned, names: Mapping[int, str]) -> str:
    """Whom a record shows as its owner: as an old record wrote it, else the person's name."""
    return row.owner_text or names.get(row.owner_id, "")


def shown_in(row: type[Owned]) -> ColumnElement[str]:
    """The same in a query that has `joined`."""
    return func.coalesce(func.nullif(row.owner_text, ""), PersonRow.name, "")


def joined(query: Select[Any], row: type[Owned]) -> Select[Any]:
    """A query of rows with the people who own them."""
    return query.outerjoin(PersonRow, PersonRow.id == row.owner_id)
