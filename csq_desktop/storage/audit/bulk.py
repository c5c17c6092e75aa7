"""Many rows at once, with the driver's own speed and one audit entry for all of them.

Rows are tuples of *stored* values: whole numbers, texts, bytes. `stored` gives the stored form of
anything else; a date or moment that was forgotten is refused by the driver, not written as text.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.months import Month
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import Row, VaultRow, canonical, seconds, table_of

Kind = type[Row | VaultRow]
Stored = tuple[Any, ...]
_CHUNK = 5_000


def stored(value: object) -> object:
    """A value in the form its column keeps."""
    match value:
        case datetime():
            return seconds(value)
        case date():
            return value.isoformat()
        case Month():
            return value.code
        case StrEnum():
            return value.value
        case dict() | list() | tuple():
            return canonical(value)
    return value


def insert(
    session: Session,
    table: Kind,
    columns: Sequence[str],
    rows: Iterable[Stored],
    *,
    detail: Mapping[str, object],
) -> int:
    """Insert rows; `detail` goes into the audit entry, with count, first and last id, and digest.

    A column that is left out gets its default, as it would in a single row.
    """
    defaults = _defaults(table, columns)
    names = ", ".join(map(_quoted, (*columns, *defaults)))
    marks = ", ".join((*("?" * len(columns)), *defaults.values()))
    statement = f"INSERT INTO {table_of(table).fullname} ({names}) VALUES ({marks})"
    keys = [column.name for column in table_of(table).primary_key.columns]
    at = columns.index(keys[0]) if len(keys) == 1 and keys[0] in columns else None
    return _written(
        session, table, AuditAction.CREATED_MANY, statement, _BulkWrite(rows, at, detail)
    )


def update(
    session: Session,
    table: Kind,
    columns: Sequence[str],
    rows: Iterable[Stored],
    *,
    detail: Mapping[str, object],
) -> int:
    """Set columns of known rows; each tuple holds the values and, last, the row's key."""
    key = _key(table)
    values = ", ".join(f"{_quoted(name)} = ?" for name in columns)
    statement = f"UPDATE {table_of(table).fullname} SET {values} WHERE {key} = ?"
    return _written(
        session, table, AuditAction.CHANGED_MANY, statement, _BulkWrite(rows, -1, detail)
    )


def delete(
    session: Session, table: Kind, keys: Iterable[int], *, detail: Mapping[str, object]
) -> int:
    """Delete rows by their keys."""
    statement = f"DELETE FROM {table_of(table).fullname} WHERE {_key(table)} = ?"
    rows = ((key,) for key in keys)
    return _written(
        session, table, AuditAction.REMOVED_MANY, statement, _BulkWrite(rows, 0, detail)
    )


@dataclass
class _BulkWrite:
    """The rows being written, counted as they pass, and the detail of their audit entry."""

    rows: Iterable[Stored]
    key_at: int | None
    facts: Mapping[str, object]
    count: int = 0
    first: int | None = None
    last: int | None = None
    digest: Any = field(default_factory=hashlib.sha256)

    def chunks(self, *, digested: bool) -> Iterator[list[Stored]]:
        """The rows in chunks, counted as they pass."""
        rows = iter(self.rows)
        while chunk := list(islice(rows, _CHUNK)):
            self.count += len(chunk)
            if self.key_at is not None:
                self._span([row[self.key_at] for row in chunk])
            if digested:
                self.digest.update(json.dumps(chunk, default=_hex).encode())
            yield chunk

    def detail(self, *, digested: bool) -> dict[str, object]:
        """The detail of the audit entry; no digest of identities: they could be guessed from it."""
        detail: dict[str, object] = {**self.facts, "count": self.count}
        if self.first is not None:
            detail |= {"first": self.first, "last": self.last}
        return {**detail, "sha256": self.digest.hexdigest()} if digested else detail

    def _span(self, keys: list[int]) -> None:
        first, last = min(keys), max(keys)
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)


def _written(
    session: Session, table: Kind, action: AuditAction, statement: str, write: _BulkWrite
) -> int:
    session.flush()  # what is pending was changed first: its audit entries come first too
    connection = session.connection()
    digested = table.__audit__ is not None and not table.__identity__
    with gate.opened(session):
        for chunk in write.chunks(digested=digested):
            connection.exec_driver_sql(statement, chunk)
    if write.count:
        desk_of(session).topics.add(table.__topic__)
        if action is not AuditAction.CREATED_MANY:
            session.expire_all()  # objects read before still hold what the rows held then
        if table.__audit__ is not None:
            audit.note(session, action, table.__audit__, detail=write.detail(digested=digested))
    return write.count


def _defaults(table: Kind, columns: Sequence[str]) -> dict[str, str]:
    """The columns that are left out and have a default, each with it as SQL."""
    return {
        column.name: _literal(column.default.arg)
        for column in table_of(table).columns
        if column.name not in columns and isinstance(column.default, ScalarElementColumnDefault)
    }


def _literal(value: object) -> str:
    """A default as SQL: a whole number, yes or no, or the empty text."""
    if isinstance(value, int):
        return str(int(value))
    if value == "":
        return "''"
    raise ValueError(f"no default for many rows: {value!r}")


def _key(table: Kind) -> str:
    (column,) = table_of(table).primary_key.columns
    return _quoted(column.name)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _hex(value: bytes) -> str:
    return value.hex()
