"""Letting go of customers: anonymised or removed, with what stood about them elsewhere."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.customers.survivors import whole_groups
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import (
    ConsentRow,
    CustomerRow,
    IdentityRow,
    SealedIntakeRow,
)
from csq_desktop.storage.tables.imports import ImportChangeRow, VaultImportChangeRow
from csq_desktop.storage.tables.row import canonical
from csq_desktop.storage.tables.shop.shop import DraftRow, VaultDraftRow

DETAIL: Mapping[str, object] = {"erased": True}
C, V, S = ComplaintRow, IdentityRow, SealedIntakeRow


def cases_of(session: Session, customer_ids: Iterable[int]) -> list[int]:
    """The complaints and other feedback of some customers, voided ones too."""
    return [
        case
        for some in in_parts(customer_ids)
        for case in session.scalars(
            select(C.id).where(C.customer_id.in_(some), C.customer_id.is_not(None))
        )
    ]


def open_cases(session: Session, customer_ids: Iterable[int]) -> dict[int, int]:
    """How many open cases each customer has; those without one are left out."""
    counts: dict[int, int] = {}
    for some in in_parts(customer_ids):
        query = (
            select(C.customer_id, func.count())
            .where(C.customer_id.in_(some), C.customer_id.is_not(None))
            .where(C.removed_at.is_(None), *IS_OPEN)
            .group_by(C.customer_id)
        )
        counts |= {number: n for number, n in session.execute(query) if number is not None}
    return counts


def open_among(session: Session, complaint_ids: Iterable[int]) -> dict[int, int]:
    """The open cases among some complaints, each counted once."""
    return {
        number: 1
        for some in in_parts(complaint_ids)
        for number in session.scalars(
            select(C.id).where(C.id.in_(some), C.removed_at.is_(None), *IS_OPEN)
        )
    }


def existing(session: Session, customer_ids: Sequence[int]) -> list[int]:
    """Those of some customers who are there and whom nobody anonymised.

    Whoever was merged into one of them is the same person and goes too.
    """
    k = CustomerRow
    return [
        number
        for some in in_parts(sorted(whole_groups(session, customer_ids)))
        for number in session.scalars(
            select(k.id).where(k.id.in_(some), k.anonymised_at.is_(None)).order_by(k.id)
        )
    ]


def forget_identities(session: Session, customer_ids: Sequence[int]) -> int:
    """Empty the identities of some customers, with what they were before and why they changed."""
    for complaint_id, event_id in customers.linked_before(session, customer_ids):
        private_words.forget(session, C, [complaint_id], detail=DETAIL, until=event_id)
    for kind in (CustomerRow, IdentityRow):
        private_words.forget(session, kind, customer_ids, detail=DETAIL)
    for some in in_parts(customer_ids):
        consents = session.scalars(select(ConsentRow.id).where(ConsentRow.customer_id.in_(some)))
        erasing.scrub(session, ConsentRow, consents.all(), lambda _place, _text: "")
    count = 0
    for some in in_parts(customer_ids):
        there = session.scalars(select(V.customer_id).where(V.customer_id.in_(some))).all()
        erasing.scrub(session, IdentityRow, there, lambda _place, _text: "")
        count += len(there)
    for number in customer_ids:
        search.CUSTOMERS.unindex(session, number)
    return count


def anonymise(session: Session, customer_ids: Sequence[int], at: datetime) -> None:
    """Customers whose identity is empty stay as numbers, off the list of customers.

    A file of the store that they came from finds them no more, and so brings nobody back.
    """
    for some in in_parts(customer_ids):
        archived = dict(
            session.execute(
                select(CustomerRow.id, CustomerRow.archived_at).where(CustomerRow.id.in_(some))
            ).all()
        )
        rows = [
            (bulk.stored(at), bulk.stored(before or at), "", number)
            for number, before in archived.items()
        ]
        bulk.update(
            session, CustomerRow, ("anonymised_at", "archived_at", "origin"), rows, detail=DETAIL
        )


def remove(session: Session, customer_ids: Sequence[int]) -> None:
    """Take customers out: their complaints are anonymous from now on."""
    for some in in_parts(customer_ids):
        consents = session.scalars(select(ConsentRow.id).where(ConsentRow.customer_id.in_(some)))
        bulk.delete(session, ConsentRow, consents.all(), detail=DETAIL)
    rows = [(None, case) for case in cases_of(session, customer_ids)]
    bulk.update(session, C, ("customer_id",), rows, detail=DETAIL)
    bulk.delete(session, IdentityRow, customer_ids, detail=DETAIL)
    bulk.delete(session, CustomerRow, customer_ids, detail=DETAIL)


def forget_sealed(
    session: Session, *, complaint_ids: Sequence[int] = (), ids: Sequence[int] = ()
) -> int:
    """Let go of what was handed in sealed, of some complaints or by its own number."""
    rows = []
    now = bulk.stored(desk_of(session).now())
    for column, numbers in ((S.complaint_id, complaint_ids), (S.id, ids)):
        for some in in_parts(numbers):
            waiting = select(S.id).where(column.in_(some), S.opened_at.is_(None))
            rows += [(now, b"", number) for number in session.scalars(waiting)]
    return bulk.update(session, S, ("opened_at", "sealed"), rows, detail=DETAIL)


def forget_imported(
    session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]
) -> int:
    """Drop what undoing an import would bring back of some customers and complaints."""
    count, v, c = 0, VaultImportChangeRow, ImportChangeRow
    for some in in_parts(customer_ids):
        theirs = session.scalars(select(v.id).where(v.customer_id.in_(some))).all()
        count += bulk.delete(session, v, theirs, detail=DETAIL)
    for name, numbers in (("customer", customer_ids), ("complaint", complaint_ids)):
        for some in in_parts(numbers):
            about = select(c.id).where(c.object_type == name, c.object_id.in_(some))
            count += bulk.delete(session, c, session.scalars(about).all(), detail=DETAIL)
    return count


def drop_drafts(
    session: Session, numbers: Collection[int], names_somebody: Callable[[str], bool]
) -> int:
    """Drop everybody's drafts of forms about some records, and those that name somebody in them."""
    count, written = 0, {str(number) for number in numbers}
    kinds: tuple[Any, ...] = (DraftRow, VaultDraftRow)
    for kind in kinds:
        rows = session.execute(select(kind.id, kind.name, kind.fields)).all()
        gone = [
            row.id
            for row in rows
            if written.intersection(row.name.replace(":", ".").split("."))
            or names_somebody(canonical(row.fields))
        ]
        for some in in_parts(gone):
            session.execute(delete(kind).where(kind.id.in_(some)))
        count += len(gone)
    return count


def index_anew(session: Session, complaint_ids: Sequence[int]) -> None:
    """Have complaints found by what they still say, and rewrite both indexes without the rest."""
    for number in complaint_ids:
        search.COMPLAINTS.index(session, number)
    search.COMPLAINTS.optimise(session)
    search.CUSTOMERS.optimise(session)
