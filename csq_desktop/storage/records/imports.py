"""Queries of imports: what the store has already, batches, what they changed, saved matchings."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import Finding
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.imports import (
    ImportBatchRow,
    ImportChangeRow,
    SavedMappingRow,
    VaultImportChangeRow,
)
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow
from csq_desktop.storage.tables.row import seconds

Plain = str | int | bool | None
Fields = dict[str, Plain]
COMPLAINT_COLUMNS = {
    "received_at": "received_at", "entered_at": "entered_at", "channel": "channel",
    "category": "category", "severity": "severity", "summary": "summary", "words": "words",
    "acknowledged_at": "acknowledged_at", "ack_due_at": "ack_due_at",
    "resolve_due_at": "resolve_due_at", "answered_at": "resolved_at", "closed_at": "closed_at",
    "finding": "finding", "remedy_kind": "remedy_kind", "remedy_amount": "remedy_cents",
    "product": "product", "touch_point": "touch_point", "excluded_reason": "excluded_reason",
    "their_reference": "their_reference",
}  # fmt: skip
"""Field of an import → column of the table, for those that are stored as they come."""
CUSTOMER_COLUMNS = ("segment", "district", "preferred_language")
IDENTITY_COLUMNS = {
    "reference": "their_reference", "name": "name", "other_name": "other_name",
    "phone": "phone", "email": "email", "address": "address", "note": "note",
}  # fmt: skip


def stored_complaints(session: Session, keys: Collection[str]) -> dict[Any, Fields]:
    """Complaints by their own reference, as plain fields."""
    if not keys or not _any(session, ComplaintRow.their_reference):
        return {}
    columns = [getattr(ComplaintRow, name) for name in COMPLAINT_COLUMNS.values()]
    query = select(*columns).where(
        ComplaintRow.their_reference.in_(keys), ComplaintRow.removed_at.is_(None)
    )
    found = {}
    for row in session.execute(query):
        fields = dict(zip(COMPLAINT_COLUMNS, map(plain, row), strict=True))
        found[str(fields["their_reference"])] = fields
    return found


def complaint_ids(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Ids of complaints by their own reference."""
    c = ComplaintRow
    query = select(c.their_reference, c.id).where(
        c.their_reference.in_(keys), c.removed_at.is_(None)
    )
    return dict(session.execute(query).tuples().all())


def stored_customers(session: Session, field: str, keys: Collection[str]) -> dict[Any, Fields]:
    """Customers by their number, telephone or e-mail, as plain fields."""
    column = getattr(IdentityRow, IDENTITY_COLUMNS[field])
    if not keys or not _any(session, column):
        return {}
    identity = [getattr(IdentityRow, name) for name in IDENTITY_COLUMNS.values()]
    others = [getattr(CustomerRow, name) for name in CUSTOMER_COLUMNS]
    query = (
        select(*identity, *others)
        .join(CustomerRow, CustomerRow.id == IdentityRow.customer_id)
        .where(column.in_(keys))
    )
    names = (*IDENTITY_COLUMNS, *CUSTOMER_COLUMNS)
    rows = (dict(zip(names, row, strict=True)) for row in session.execute(query))
    return {str(fields[field]): fields for fields in rows}


def customer_ids(session: Session, field: str, keys: Collection[str]) -> dict[str, int]:
    """Ids of customers by their number, telephone or e-mail."""
    column = getattr(IdentityRow, IDENTITY_COLUMNS[field])
    query = select(column, IdentityRow.customer_id).where(column.in_(keys))
    return dict(session.execute(query).tuples().all())


def twins(session: Session, field: str, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Reference and name of the customers with these telephones or e-mails."""
    column = getattr(IdentityRow, IDENTITY_COLUMNS[field])
    query = (
        select(column, CustomerRow.ref, IdentityRow.name)
        .join(CustomerRow, CustomerRow.id == IdentityRow.customer_id)
        .where(column.in_(keys))
    )
    return {key: (ref, name) for key, ref, name in session.execute(query)}


def stored_counts(session: Session, keys: Collection[tuple[str, str]]) -> dict[Any, Fields]:
    """Day counts by pledge code and day, as plain fields."""
    p = PledgeCountRow
    days = {date.fromisoformat(day) for _, day in keys}
    if not days:
        return {}
    query = (
        select(PledgeRow.code, p.day, p.met, p.missed, p.over_maximum, p.excluded, p.reason)
        .join(PledgeRow, PledgeRow.id == p.pledge_id)
        .where(p.day.in_(days))
    )
    names = ("met", "missed", "over_maximum", "excluded", "reason")
    wanted = set(keys)
    found: dict[Any, Fields] = {}
    for row in session.execute(query):
        key = (row[0], row[1].isoformat())
        if key in wanted:
            found[key] = dict(zip(names, row[2:], strict=True))
    return found


def add_batch(session: Session, row: ImportBatchRow) -> None:
    """Keep a batch."""
    session.add(row)
    session.flush()


def batch(session: Session, batch_id: int) -> ImportBatchRow | None:
    """A batch to work on inside this transaction."""
    return session.get(ImportBatchRow, batch_id)


def batches(session: Session, limit: int = 50) -> list[ImportBatchRow]:
    """The newest batches."""
    query = select(ImportBatchRow).order_by(ImportBatchRow.id.desc()).limit(limit)
    return list(session.scalars(query))


def changes(session: Session, batch_id: int) -> list[ImportChangeRow]:
    """What a batch changed in store.db, the last first."""
    query = select(ImportChangeRow).where(ImportChangeRow.batch_id == batch_id)
    return list(session.scalars(query.order_by(ImportChangeRow.id.desc())))


def vault_changes(session: Session, batch_id: int) -> list[VaultImportChangeRow]:
    """What a batch changed in the vault, the last first."""
    query = select(VaultImportChangeRow).where(VaultImportChangeRow.batch_id == batch_id)
    return list(session.scalars(query.order_by(VaultImportChangeRow.id.desc())))


def complaints_of(session: Session, customer_ids: Iterable[int]) -> set[int]:
    """Those of some customers who have a complaint."""
    c = ComplaintRow
    query = select(c.customer_id).where(c.customer_id.in_(list(customer_ids)))
    return {found for found in session.scalars(query) if found is not None}


def span_ids(session: Session, table: Any, batch_id: int, span: tuple[int, int]) -> list[int]:
    """Ids a batch added to a table."""
    query = select(table.id).where(table.id.between(*span), table.batch_id == batch_id)
    return list(session.scalars(query))


def saved_mapping(session: Session, kind: str, headings: str) -> object | None:
    """The newest matching saved for a file with these headings, as JSON."""
    s = SavedMappingRow
    query = select(s.body).where(s.kind == kind, s.headings == headings)
    return session.scalar(query.order_by(s.saved_at.desc()).limit(1))


def mapping_row(session: Session, kind: str, name: str) -> SavedMappingRow | None:
    """A saved matching to overwrite."""
    s = SavedMappingRow
    return session.scalar(select(s).where(s.kind == kind, s.name == name))


def plain(value: Any) -> Plain:
    """A column's value as imports compare it."""
    if isinstance(value, datetime):
        return seconds(value)
    return value.value if isinstance(value, Finding) else value


def _any(session: Session, column: Any) -> bool:
    return session.scalar(select(column).where(column != "").limit(1)) is not None
