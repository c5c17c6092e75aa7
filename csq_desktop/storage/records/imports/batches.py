"""Queries of imports: batches, what they changed, saved matchings."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from csq_desktop.storage.audit import bulk
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.records.imports.genuine import genuine_mappings
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.imports import (
    ImportBatchRow,
    ImportChangeRow,
    SavedMappingRow,
    VaultImportChangeRow,
)
from csq_desktop.storage.tables.store import UserRow

_COLUMNS = ("id", "batch_id", "object_type", "object_id", "before")
_VAULT_COLUMNS = ("id", "batch_id", "customer_id", "before")

Column = InstrumentedAttribute[int]


@dataclass(frozen=True)
class ImportedChange:
    """What an import changed of one row: the values before and after, of changed columns only."""

    object_id: int
    before: Facts
    after: Facts

    @classmethod
    def between(cls, object_id: int, before: Facts, after: Facts) -> "ImportedChange":
        """The difference of two rows."""
        names = [name for name, value in after.items() if value != before[name]]
        return cls(object_id, {n: before[n] for n in names}, {n: after[n] for n in names})

    def without(self, names: Collection[str]) -> "ImportedChange":
        """The change without what follows from the rest."""
        return ImportedChange(
            self.object_id,
            before={name: value for name, value in self.before.items() if name not in names},
            after={name: value for name, value in self.after.items() if name not in names},
        )


def add_batch(session: Session, row: ImportBatchRow) -> None:
    """Keep a batch."""
    session.add(row)
    session.flush()


def batch(session: Session, batch_id: int) -> ImportBatchRow | None:
    """A batch to work on inside this transaction."""
    return session.get(ImportBatchRow, batch_id)


def batches(session: Session, limit: int = 200) -> list[tuple[ImportBatchRow, str]]:
    """The newest batches, each with the name of who took it in."""
    query = select(ImportBatchRow, UserRow.name).outerjoin(
        UserRow, UserRow.id == ImportBatchRow.user_id
    )
    rows = session.execute(query.order_by(ImportBatchRow.id.desc()).limit(limit))
    return [(row, name or "") for row, name in rows]


def taken_in(session: Session, batch_id: int) -> tuple[datetime, str] | None:
    """When a batch was taken in, and by whom."""
    query = select(ImportBatchRow.at, UserRow.name).outerjoin(
        UserRow, UserRow.id == ImportBatchRow.user_id
    )
    row = session.execute(query.where(ImportBatchRow.id == batch_id)).first()
    return None if row is None else (row[0], row[1] or "")


def later_batches(session: Session, row: ImportBatchRow) -> list[ImportBatchRow]:
    """The batches not undone that changed rows which this one added or changed, newest first."""
    c, v = ImportChangeRow, VaultImportChangeRow
    later = set(_later_in(session, row, c.batch_id, c.object_id))
    if desk_of(session).sees_identities:
        later.update(_later_in(session, row, v.batch_id, v.customer_id))
    return sorted(later, key=lambda each: each.id, reverse=True)


def _later_in(
    session: Session, row: ImportBatchRow, batch_id: Column, object_id: Column
) -> Sequence[ImportBatchRow]:
    """The same, by the changes remembered in one of the two files."""
    b = ImportBatchRow
    own = select(object_id).where(batch_id == row.id)
    touched = or_(object_id.between(row.first_id, row.last_id), object_id.in_(own))
    later = (b.id > row.id, b.kind == row.kind, b.undone_at.is_(None))
    query = select(b).join_from(b, batch_id.class_, batch_id == b.id).where(*later, touched)
    return session.scalars(query.distinct()).all()


def add_changes(
    session: Session, table: Kind, changed: Sequence[ImportedChange], *, batch_id: int
) -> None:
    """Remember what rows were before and after; identities in the vault."""
    if not changed:
        return
    first = ids.reserve(session, len(changed))
    detail = {"batch": batch_id}
    kind = () if table is IdentityRow else (table.__audit__,)
    rows = [
        (first + n, batch_id, *kind, change.object_id, bulk.stored([change.before, change.after]))
        for n, change in enumerate(changed)
    ]
    if table is IdentityRow:
        bulk.insert(session, VaultImportChangeRow, _VAULT_COLUMNS, rows, detail=detail)
    else:
        bulk.insert(session, ImportChangeRow, _COLUMNS, rows, detail=detail)


def changes(session: Session, table: Kind, batch_id: int) -> Iterator[list[ImportedChange]]:
    """What a batch changed, some thousand at a time."""
    v, c = VaultImportChangeRow, ImportChangeRow
    rows: list[tuple[int, Any]]
    if table is IdentityRow:
        query = select(v.customer_id, v.before).where(v.batch_id == batch_id)
        rows = [(row_id, pair) for row_id, pair in session.execute(query)]
    else:
        named = (c.batch_id == batch_id, c.object_type == table.__audit__)
        pairs = session.execute(select(c.object_id, c.before).where(*named))
        rows = [(row_id, pair) for row_id, pair in pairs]
    for some in in_parts(rows):
        yield [
            ImportedChange(object_id, *from_body(tuple[Facts, Facts], pair))
            for object_id, pair in some
        ]


def forget_changes(session: Session, batch_id: int, *, identities: bool) -> None:
    """Drop what was remembered for undo."""
    kinds: list[Any] = [ImportChangeRow, *([VaultImportChangeRow] if identities else [])]
    for table in kinds:
        change_ids = session.scalars(select(table.id).where(table.batch_id == batch_id)).all()
        bulk.delete(session, table, change_ids, detail={"batch": batch_id})


def saved_mapping(session: Session, kind: str, headings: str) -> str | None:
    """The newest matching saved for a file with these headings, as JSON."""
    s = SavedMappingRow
    named = (s.kind == kind, s.headings == headings, s.id.in_(genuine_mappings(session)))
    query = select(s.body).where(*named)
    body = session.scalar(query.order_by(s.saved_at.desc(), s.id.desc()).limit(1))
    return body if isinstance(body, str) else None


def saved_mappings(session: Session, kind: str) -> list[tuple[str, str]]:
    """Name and JSON of every saved matching of a kind, in the order of their names."""
    s = SavedMappingRow
    named = (s.kind == kind, s.id.in_(genuine_mappings(session)))
    query = select(s.name, s.body).where(*named).order_by(s.name)
    return [(name, body) for name, body in session.execute(query) if isinstance(body, str)]


def mapping_row(session: Session, kind: str, name: str) -> SavedMappingRow | None:
    """A saved matching to overwrite; one that somebody put in who may not is taken out."""
    s = SavedMappingRow
    row = session.scalar(select(s).where(s.kind == kind, s.name == name))
    if row is None or row.id in genuine_mappings(session):
        return row
    session.delete(row)
    session.flush()  # before another takes its name
    return None
