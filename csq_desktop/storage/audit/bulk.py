"""Many rows at once, with the driver's own speed and one audit entry for all of them.

Rows are tuples of *stored* values: whole numbers, texts, bytes. `stored` gives the stored form of
anything else; a date or moment that was forgotten is refused by the driver, not written as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.bulk_digests import MOST_ROWS, BulkDigestWriter
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import canonical, seconds, table_of

Stored = tuple[Any, ...]


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
    """Insert rows; `detail` goes into the audit entry, with count, first and last id, and digests.

    A column that is left out gets its default, as it would in a single row.
    """
    defaults = _defaults(table, columns)
    names = ", ".join(map(_quoted, (*columns, *defaults)))
    marks = ", ".join((*("?" * len(columns)), *map(_literal, defaults.values())))
    statement = f"INSERT INTO {table_of(table).fullname} ({names}) VALUES ({marks})"
    keys = [column.name for column in table_of(table).primary_key.columns]
    at = columns.index(keys[0]) if len(keys) == 1 and keys[0] in columns else None
    write = _BulkWrite(table, AuditAction.CREATED_MANY, rows, at, columns, defaults)
    return _written(session, statement, write, detail)


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
    write = _BulkWrite(table, AuditAction.CHANGED_MANY, rows, -1, columns)
    return _written(session, statement, write, detail)


def delete(
    session: Session, table: Kind, keys: Iterable[int], *, detail: Mapping[str, object]
) -> int:
    """Delete rows by their keys."""
    statement = f"DELETE FROM {table_of(table).fullname} WHERE {_key(table)} = ?"
    rows = ((key,) for key in keys)
    write = _BulkWrite(table, AuditAction.REMOVED_MANY, rows, 0)
    return _written(session, statement, write, detail)


@dataclass
class _BulkWrite:
    """The rows being written, counted as they pass; `key_at` is where each has its key.

    `columns` are those that the rows fill from the left, `constants` what the others get.
    """

    table: Kind
    action: AuditAction
    rows: Iterable[Stored]
    key_at: int | None
    columns: Sequence[str] = ()
    constants: Mapping[str, object] = field(default_factory=dict)
    count: int = 0
    first: Any = None
    last: Any = None

    def run(self, connection: Connection, statement: str) -> dict[str, object]:
        """Write the rows; gives what the audit entry says of their number and their digests."""
        digests, rows = self._digests(connection), iter(self.rows)
        while chunk := list(islice(rows, MOST_ROWS)):
            self.count += len(chunk)
            connection.exec_driver_sql(statement, chunk)
            if self.key_at is not None:
                self._add(digests, [row[self.key_at] for row in chunk], chunk)
        return self._facts() | (digests.facts() if digests is not None else {})

    def _digests(self, connection: Connection) -> BulkDigestWriter | None:
        if self.table.__audit__ is None:
            return None
        is_new = self.action is AuditAction.CREATED_MANY
        return BulkDigestWriter(connection, self.table, is_new=is_new)

    def _add(
        self, digests: BulkDigestWriter | None, keys: Sequence[Any], chunk: list[Stored]
    ) -> None:
        first, last = min(keys), max(keys)
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
        if digests is not None:
            columns = dict(zip(self.columns, zip(*chunk, strict=True), strict=False))
            constants = {name: [value] * len(chunk) for name, value in self.constants.items()}
            digests.add(keys, {**columns, **constants})
            if self.action is AuditAction.REMOVED_MANY:
                digests.forget(keys)

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {"count": self.count}
        return facts if self.first is None else {**facts, "first": self.first, "last": self.last}


def _written(
    session: Session, statement: str, write: _BulkWrite, detail: Mapping[str, object]
) -> int:
    session.flush()  # what is pending was changed first: its audit entries come first too
    table, action = write.table, write.action
    with gate.opened(session):
        facts = write.run(session.connection(), statement)
    if write.count:
        desk_of(session).topics.add(table.__topic__)
        if action is not AuditAction.CREATED_MANY:
            session.expire_all()  # objects read before still hold what the rows held then
        if table.__audit__ is not None:
            audit.note(session, action, table.__audit__, detail={**detail, **facts})
    return write.count


def _defaults(table: Kind, columns: Sequence[str]) -> dict[str, object]:
    """The columns that are left out and have a default, each with it."""
    return {
        column.name: column.default.arg
        for column in table_of(table).columns
        if column.name not in columns and isinstance(column.default, ScalarElementColumnDefault)
    }


def _literal(value: object) -> str:
    """A default as SQL: a whole number, yes or no, the empty text, or a word of a fixed list."""
    if isinstance(value, int):
        return str(int(value))
    if value == "" or (isinstance(value, StrEnum) and value.isidentifier()):
        return f"'{value}'"
    raise ValueError(f"no default for many rows: {value!r}")


def _key(table: Kind) -> str:
    (column,) = table_of(table).primary_key.columns
    return _quoted(column.name)


def _quoted(name: str) -> str:
    return f'"{name}"'
