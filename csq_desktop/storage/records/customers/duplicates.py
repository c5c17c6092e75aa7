"""Customers who may be one, read from the vault, and pairs that somebody knows to be two."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.duplicates.likeness import IdentityKeys, Likeness, likenesses
from csq_desktop.storage.files import engine
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.customers.spellings import spellings, unusual
from csq_desktop.storage.records.customers.survivors import survivors, whole_groups
from csq_desktop.storage.search import index as search
from csq_desktop.storage.search.grams import folded
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.customers.duplicates import DifferentCustomersRow as D

C, V = CustomerRow, IdentityRow
MOST_ALIKE = 50
_OFTEN = 1_000  # customers
_EVERYBODY = (
    "SELECT i.customer_id, i.name, i.other_name, i.phone, i.email, i.their_reference "
    "FROM vault.identity AS i JOIN main.customer AS c ON c.id = i.customer_id "
    "WHERE c.merged_into IS NULL ORDER BY i.customer_id"
)


@dataclass(frozen=True)
class AlikeCustomer:
    """A customer like somebody, and what they share; of a merged one, whom it was merged into."""

    id: int
    ref: str
    archived: bool
    identity: Identity
    shared: tuple[Likeness, ...]


def alike(session: Session, identity: Identity) -> list[AlikeCustomer]:
    """Customers who share telephone, e-mail, name or their own reference with someone."""
    sought = IdentityKeys.of(identity, folded)
    candidates = {*_by_contact(session, identity), *_by_name(session, sought)}
    stored = customers.identities(session, whole_groups(session, candidates))
    shared: dict[int, tuple[Likeness, ...]] = {}
    leads = survivors(session, stored)
    for customer_id, theirs in stored.items():
        survivor, alike_in = leads.get(customer_id, customer_id), IdentityKeys.of(theirs, folded)
        both = {*shared.get(survivor, ()), *likenesses(sought, alike_in)}
        shared[survivor] = tuple(likeness for likeness in Likeness if likeness in both)
    shown = customers.identities(session, shared)
    rows = session.execute(select(C.id, C.ref, C.archived_at).where(C.id.in_(shared)))
    return [
        AlikeCustomer(row.id, row.ref, row.archived_at is not None, shown[row.id], shared[row.id])
        for row in rows
        if shared[row.id] and row.id in shown
    ]


def _by_contact(session: Session, identity: Identity) -> Sequence[int]:
    matches: list[ColumnElement[bool]] = []
    if identity.phone:
        matches.append(V.phone == identity.phone)
    for column, key in ((V.email, identity.email), (V.their_reference, identity.their_reference)):
        if key:  # in any spelling, as imports compare it
            ways = spellings([key], unusual(session, column, column > ""))
            matches.append(column.in_(ways))
    if not matches:
        return ()
    return session.scalars(select(V.customer_id).where(or_(*matches)).limit(MOST_ALIKE)).all()


def _by_name(session: Session, sought: IdentityKeys) -> Iterator[int]:
    """Customers with one of the names: the index of the search is folded in the same way."""
    for name in sought.names:

        def fits(candidates: Sequence[int], name: tuple[str, ...] = name) -> set[int]:
            everybody_of = whole_groups(session, candidates)
            leads = survivors(session, everybody_of)
            rows = customers.identities(session, everybody_of).items()
            having = (
                row_id for row_id, each in rows if name in IdentityKeys.of(each, folded).names
            )
            return {leads.get(row_id, row_id) for row_id in having}

        yield from search.CUSTOMERS.find(session, " ".join(name), fits, limit=MOST_ALIKE)


def everybody(
    session: Session, at_times: Callable[[], object]
) -> Iterator[tuple[int, IdentityKeys]]:
    """What is compared of each customer who is still there, the oldest first.

    `at_times` is called again and again, and ends it by raising.
    """
    with closing(engine.streamed(session.connection(), _EVERYBODY)) as rows:
        for number, (customer_id, name, other_name, phone, email, reference) in enumerate(rows):
            if number % _OFTEN == 0:
                at_times()
            identity = Identity(name, other_name, phone, email, their_reference=reference)
            yield customer_id, IdentityKeys.of(identity, folded)


def different(session: Session) -> frozenset[tuple[int, int]]:
    """Pairs that are two persons, the smaller number first, of those they were merged into."""
    pairs = [
        (row.earlier_id, row.later_id) for row in session.execute(select(D.earlier_id, D.later_id))
    ]
    leads = survivors(session, {customer_id for pair in pairs for customer_id in pair})
    led = ([leads.get(customer_id, customer_id) for customer_id in pair] for pair in pairs)
    return frozenset((min(pair), max(pair)) for pair in led)


def add_different(session: Session, first_id: int, second_id: int) -> int | None:
    """Keep that two customers are two persons; None where that is known already."""
    first_id, second_id = sorted((first_id, second_id))
    pair = (D.earlier_id == first_id, D.later_id == second_id)
    if session.scalar(select(D.id).where(*pair)) is not None:
        return None
    desk = desk_of(session)
    row = D(
        id=ids.reserve(session),
        earlier_id=first_id,
        later_id=second_id,
        at=desk.now(),
        user_id=desk.user.id,
    )
    session.add(row)
    return row.id


def take_back_different(session: Session, row_id: int) -> None:
    """Forget that two customers are two persons."""
    row = session.get(D, row_id)
    if row is not None:
        session.delete(row)
