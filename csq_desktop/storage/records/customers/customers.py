"""Queries of customers: the reference in store.db joined with the identity in the vault."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.customers.facts import (
    Consent,
    CustomerFilter,
    CustomerLine,
    Identity,
    masked,
)
from csq_desktop.domain.shop.shop_lists import SEGMENTS
from csq_desktop.domain.words.names import titles
from csq_desktop.storage import repair
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.bodies import if_sound
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.customers import customer_merges
from csq_desktop.storage.records.customers.survivors import merged_numbers
from csq_desktop.storage.records.parts import ids_of, in_parts
from csq_desktop.storage.records.undoing import would_put_back
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.sessions.lists_in_force import current
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintRow
from csq_desktop.storage.tables.customers.customers import (
    OUTSTANDING,
    ConsentRow,
    CustomerRow,
    IdentityRow,
    SealedIntakeRow,
    VaultSecretRow,
)

C, V = CustomerRow, IdentityRow
FIELDS = tuple(field.name for field in fields(Identity))
_OUTSTANDING: ColumnElement[bool] = literal_column(f"customer.{OUTSTANDING}")
_IS_COMPLAINT = (ComplaintRow.removed_at.is_(None), ComplaintRow.feedback_month.is_(None))


@dataclass(frozen=True)
class Sealed:
    """A caller's sealed identity that waits: its id, its complaint, what was sealed."""

    id: int
    complaint_id: int
    sealed: bytes


def get(session: Session, customer_id: int) -> CustomerRow | None:
    """The row to work on inside this transaction; never leaves the services.

    Of a customer who was merged into another it is that one's.
    """
    row = session.get(CustomerRow, customer_id)
    return row if row is None or row.merged_into is None else get(session, row.merged_into)


def add(session: Session, row: CustomerRow, identity: Identity) -> None:
    """Keep a new customer, the identity in the vault, and make it findable."""
    session.add(row)
    identity_row = V(customer_id=row.id, name_key=name_key(identity), **asdict(identity))
    session.add(identity_row)
    session.flush()
    search.CUSTOMERS.index(session, row.id)


def add_many(
    session: Session,
    rows: Iterable[tuple[bulk.Stored, Identity]],
    columns: Sequence[str],
    *,
    detail: Mapping[str, object],
) -> int:
    """Keep many customers of consecutive ids and their identities; indexed in the background.

    Each row is the customer's columns, the id first, and beside them the identity.
    """
    chunk = list(rows)
    if not chunk:
        return 0
    bulk.insert(session, CustomerRow, columns, (row for row, _ in chunk), detail=detail)
    named = ("customer_id", *FIELDS, "name_key")
    identities = (
        (row[0], *(getattr(identity, name) for name in FIELDS), name_key(identity))
        for row, identity in chunk
    )
    bulk.insert(session, IdentityRow, named, identities, detail=detail)
    search.CUSTOMERS.defer(session, chunk[0][0][0], chunk[-1][0][0])
    return len(chunk)


def take_out_many(session: Session, batch_id: int, span: tuple[int, int]) -> tuple[int, int]:
    """Take the customers a batch added out, identities and all, but for those with a complaint.

    One that undoing another import gives back to its customer is one of theirs. Who was merged
    stays as well. Gives how many went and how many stay.
    """
    added = batch_ids(session, batch_id, span)
    used = would_put_back(session, ComplaintRow, "customer_id").intersection(added)
    for some in in_parts(added):
        used |= complaint_counts(session, some).keys() | customer_merges.involved(session, some)
    gone = [customer_id for customer_id in added if customer_id not in used]
    detail = {"batch": batch_id}
    _let_go(session, gone, detail)
    for kind in (CustomerRow, IdentityRow):
        private_words.forget(session, kind, gone, detail=detail)
    bulk.delete(session, CustomerRow, gone, detail=detail)
    bulk.delete(session, IdentityRow, gone, detail=detail)
    search.CUSTOMERS.unindex_span(session, *span)
    for customer_id in sorted(used):
        search.CUSTOMERS.index(session, customer_id)
    if gone:
        search.CUSTOMERS.optimise(session)
    return len(gone), len(used)


def _let_go(session: Session, gone: Sequence[int], detail: Mapping[str, object]) -> None:
    """Consents of customers go with them; their withdrawn complaints name nobody any more.

    What supervisors alone may read of a complaint goes too: all of one that is theirs, and of one
    that was linked to somebody else since, what was written until then.
    """
    c = ComplaintRow
    for complaint_id, event_id in linked_before(session, gone):
        private_words.forget(session, c, [complaint_id], detail=detail, until=event_id)
    for some in in_parts(gone):
        consents = session.scalars(select(ConsentRow.id).where(ConsentRow.customer_id.in_(some)))
        bulk.delete(session, ConsentRow, consents.all(), detail=detail)
        linked = select(c.id).where(c.customer_id.in_(some), c.customer_id.is_not(None))
        theirs = session.scalars(linked).all()
        private_words.forget(session, c, theirs, detail=detail)
        rows = [(None, complaint_id) for complaint_id in theirs]
        bulk.update(session, c, ("customer_id",), rows, detail=detail)


def linked_before(session: Session, customer_ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Complaints that were some customers' once, each with the line of its history that ended it.

    A line names customers by reference; only corrected links have one, so all of them are read.
    """
    references = {
        ref
        for some in in_parts(customer_ids)
        for ref in session.scalars(select(C.ref).where(C.id.in_(some)))
    }
    e = ComplaintEventRow
    query = select(e.complaint_id, e.id, e.facts).where(e.kind == EventKind.CUSTOMER)
    for complaint_id, event_id, body in session.execute(query.order_by(e.id)):
        facts = if_sound(StepFacts, body)
        if facts is not None and facts.before in references:
            yield complaint_id, event_id


def batch_ids(session: Session, batch_id: int, span: tuple[int, int]) -> Sequence[int]:
    """The customers a batch added."""
    return session.scalars(select(C.id).where(C.id.between(*span), C.batch_id == batch_id)).all()


def change_identity(session: Session, customer_id: int, identity: Identity) -> None:
    """Put another identity in place of the one there is."""
    row = session.get(IdentityRow, customer_id)
    if row is None:
        return
    for name in FIELDS:
        setattr(row, name, getattr(identity, name))
    row.name_key = name_key(identity)
    session.flush()
    search.CUSTOMERS.index(session, customer_id)


def keyed(facts: dict[str, Any]) -> dict[str, Any]:
    """An identity's stored values with the key that follows from its names."""
    return {**facts, "name_key": name_key(Identity(**{name: facts[name] for name in FIELDS}))}


def name_key(identity: Identity) -> str:
    """What two spellings of one name share: its words in order of the alphabet, small letters."""
    words = f"{identity.name} {identity.other_name}".casefold().replace(".", " ").split()
    return " ".join(sorted(word for word in words if word not in titles()))


def identity(session: Session, customer_id: int) -> Identity | None:
    """A customer's identity, or None when the vault has none."""
    row = session.get(IdentityRow, customer_id)
    return _identity(row) if row else None


def line_ids(session: Session, shown: CustomerFilter, limit: int | None = None) -> "array[int]":
    """Ids of the customers a list shows, newest first; all of them without a limit."""
    conditions = _conditions(shown)
    if shown.text.strip():

        def fits(candidates: Sequence[int]) -> list[int]:
            return list(session.scalars(select(C.id).where(C.id.in_(candidates), *conditions)))

        ids_found = search.CUSTOMERS.find(session, shown.text, fits, limit=limit or 500)
        if shown.order is None:
            return array("q", ids_found)
        conditions = [C.id.in_(ids_found)]
    query = select(C.id).where(*conditions)
    if shown.order is not None:
        by = _by(shown.order.key, sees=desk_of(session).sees_identities)
        query = query.order_by(by.is_(None), by.desc() if shown.order.down else by)
    return ids_of(session, query.order_by(C.id.desc()), limit)


def _by(key: str, *, sees: bool) -> ColumnElement[Any]:
    """What a list is ordered by: of an identity only what is shown of it masked."""
    if key == "marketing":
        return case({consent: at for at, consent in enumerate(Consent)}, value=C.marketing)
    if key == "complaints":
        c = ComplaintRow
        counted = select(func.count()).where(c.customer_id == C.id, *_IS_COMPLAINT)
        return counted.where(c.customer_id.is_not(None)).scalar_subquery()
    if not sees:
        return C.id.expression
    name = func.coalesce(func.nullif(V.name, ""), func.nullif(V.other_name, ""))
    shown = func.substr(name, 1, 1) if key == "who" else func.substr(func.nullif(V.phone, ""), -4)
    return select(func.lower(shown)).where(V.customer_id == C.id).scalar_subquery()


def _conditions(shown: CustomerFilter) -> list[ColumnElement[bool]]:
    archived = C.archived_at.is_not(None) if shown.archived else C.archived_at.is_(None)
    conditions: list[ColumnElement[bool]] = [archived, C.merged_into.is_(None)]
    if shown.segment:
        conditions.append(C.segment.in_(current(SEGMENTS).meant_by(shown.segment)))
    if shown.marketing is not None:
        conditions.append(C.marketing == shown.marketing)
    if shown.outstanding:
        conditions.append(_OUTSTANDING)
    return conditions


def lines(session: Session, customer_ids: Sequence[int]) -> list[CustomerLine]:
    """The customers of some ids, in the order of the ids, masked where the vault is open."""
    query = select(C.id, C.ref, C.segment, C.marketing, C.created_at, C.archived_at)
    rows = session.execute(query.where(C.id.in_(customer_ids))).all()
    names = identities(session, customer_ids) if desk_of(session).sees_identities else {}
    merged = merged_numbers(session, customer_ids)
    counted = complaint_counts(session, customer_ids)
    by_id = {}
    for row in rows:
        identity = names.get(row.id)
        by_id[row.id] = CustomerLine(
            id=row.id,
            ref=row.ref,
            masked=masked(identity) if identity else None,
            segment=row.segment,
            marketing=row.marketing,
            complaints=counted.get(row.id, 0),
            created_at=row.created_at,
            archived_at=row.archived_at,
            merged=merged.get(row.id, ()),
        )
    return [by_id[customer_id] for customer_id in customer_ids if customer_id in by_id]


def count_outstanding(session: Session) -> int:
    """How many customers have not been given the collection statement yet.

    Left to itself SQLite would look at everybody who is not archived: *Today* asks it each time.
    """
    query = select(func.count()).select_from(C).where(_OUTSTANDING)
    return session.scalar(query.with_hint(C, "INDEXED BY ix_customer_outstanding", "sqlite")) or 0


def complaint_counts(session: Session, customer_ids: Sequence[int]) -> dict[int, int]:
    """How many complaints each customer made; those who made none are left out."""
    c = ComplaintRow
    query = (
        select(c.customer_id, func.count())
        .where(c.customer_id.in_(customer_ids), c.customer_id.is_not(None), *_IS_COMPLAINT)
        .where(*involved.kept_away(session))
        .group_by(c.customer_id)
    )
    return {customer_id: n for customer_id, n in session.execute(query) if customer_id}


def identities(session: Session, customer_ids: Collection[int]) -> dict[int, Identity]:
    """Who some customers are, however many, by their ids."""
    columns = (V.customer_id, *(getattr(V, name) for name in FIELDS))
    return {
        customer_id: Identity(*values)
        for some in in_parts(customer_ids)
        for customer_id, *values in session.execute(select(*columns).where(V.customer_id.in_(some)))
    }


def add_sealed(session: Session, complaint_id: int, sealed: bytes) -> None:
    """Keep a caller's identity that only the vault's private key opens."""
    desk = desk_of(session)
    session.add(
        SealedIntakeRow(
            id=ids.reserve(session),
            complaint_id=complaint_id,
            sealed=sealed,
            at=desk.now(),
            user_id=desk.user.id,
        )
    )


def sealed_waiting(session: Session) -> list[Sealed]:
    """The callers handed in sealed that nobody has opened yet, oldest first."""
    s = SealedIntakeRow
    query = select(s.id, s.complaint_id, s.sealed).where(s.opened_at.is_(None)).order_by(s.at)
    return [Sealed(*row) for row in session.execute(query)]


def count_sealed(session: Session) -> int:
    """How many callers handed in sealed still wait."""
    s = SealedIntakeRow
    return session.scalar(select(func.count()).where(s.opened_at.is_(None))) or 0


def mark_opened(session: Session, sealed_id: int, customer_id: int | None) -> None:
    """A sealed caller has become a customer, or was none: forget what was sealed."""
    row = session.get(SealedIntakeRow, sealed_id)
    if row is not None:
        row.opened_at = desk_of(session).now()
        row.customer_id = customer_id
        row.sealed = b""


def intake_secret(session: Session, name: str) -> str:
    """The private key that opens sealed callers; only a session with the vault can read it."""
    return session.scalar(select(VaultSecretRow.value).where(VaultSecretRow.name == name)) or ""


@repair.at_unlock("identities without a customer", identities=True)
def give_customers(session: Session) -> int:
    """A crash between the two files left an identity alone: give it its customer again."""
    customers = select(C.id)
    alone: Iterable[int] = session.scalars(
        select(V.customer_id).where(V.customer_id.not_in(customers)).limit(1000)
    ).all()
    count = 0
    for customer_id in alone:
        session.add(_empty(session, customer_id))
        count += 1
    return count


def _empty(session: Session, customer_id: int) -> CustomerRow:
    desk = desk_of(session)
    return CustomerRow(
        id=customer_id,
        ref=f"CU-R{customer_id}",
        marketing=Consent.NOT_ASKED,
        created_at=desk.now(),
        created_by=desk.user.id,
    )


def _identity(row: IdentityRow) -> Identity:
    return Identity(*(getattr(row, name) for name in FIELDS))
