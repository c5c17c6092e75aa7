"""Digests that stand in the audit trail for what it must not print, and the salts under them.

A digest is the BLAKE2s of a stored value behind the random salt of its record. Whoever reads the
trail alone learns nothing from it; with record and salt at hand a check sees whether the
value is the one that was written. Salts of vault.db stand in vault.db. A record that is removed
takes its salt along, and its digests say nothing from then on.
"""

import hashlib
import secrets
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from csq_desktop.storage.files import engine
from csq_desktop.storage.tables.audit import RecordSaltRow, VaultRecordSaltRow
from csq_desktop.storage.tables.row import Row, VaultRow, table_of

Kind = type[Row | VaultRow]
Salts = dict[int, bytes]
SALT_BYTES = 16
_WHOLE_BYTES = 16
_NONE = bytes(SALT_BYTES)
_NEIGHBOURS = 512  # of one row: a record that is removed has it written anew
_DIALECT = sqlite.dialect()


def packed(value: object) -> bytes:
    """A stored value as bytes; whole numbers are the same as integers and as floats."""
    if isinstance(value, str):  # by far the most
        return b"t" + value.encode()
    match value:
        case bytes():
            return b"b" + value
        case None:
            return b"-"
        case float() if not value.is_integer():
            return b"f" + repr(value).encode()
        case int() | float():
            return b"n%d" % int(value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def digest(salt: bytes, field: str, value: object, size: int = _WHOLE_BYTES) -> bytes:
    """What stands for a stored value of a field."""
    return blake2s(salt + front(field) + packed(value), digest_size=size).digest()


def front(field: str) -> bytes:
    """What a digest has before the value: equal values of two fields have unequal digests."""
    return field.encode() + b"\0"


@cache
def binders(kind: Kind) -> dict[str, Callable[[Any], object]]:
    """Per column of a table, what gives the stored form of a value."""
    return {column.name: _binder(column.type) for column in table_of(kind).columns}


@cache
def key_of(kind: Kind) -> str:
    """The column that tells the rows of an audited table apart."""
    (column,) = table_of(kind).primary_key.columns
    return column.name


@cache
def hidden_fields(kind: Kind) -> frozenset[str]:
    """The columns whose values the trail must not print."""
    return frozenset(table_of(kind).columns.keys()) if kind.__identity__ else kind.__unsaid__


def record_number(key: object) -> int:
    """The number a record's salt stands under: its key, or one made from a key that is a text."""
    if isinstance(key, int):
        return key
    return int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:7], "big")


class SaltShelf:
    """The salts of one kind of record, read and written on one connection.

    Records of neighbouring numbers, as an import makes them, share a row of the table.
    """

    def __init__(self, connection: Connection, kind: Kind) -> None:
        self._connection, self._name = connection, kind.__tablename__
        table = VaultRecordSaltRow if issubclass(kind, VaultRow) else RecordSaltRow
        self._table = table_of(table).fullname

    def between(self, first: int, last: int) -> Salts:
        """The salts of a span of records."""
        salts: Salts = {}
        for start, row in self._rows(first, last):
            end = start + len(row) // SALT_BYTES
            for record in range(max(first, start), min(last + 1, end)):
                at = (record - start) * SALT_BYTES
                if (salt := row[at : at + SALT_BYTES]) != _NONE:
                    salts[record] = salt
        return salts

    def ensure(self, records: Sequence[int]) -> Salts:
        """The salts of records; who has none gets one."""
        if not records:
            return {}
        every = self.between(min(records), max(records))
        salts = {record: every[record] for record in records if record in every}
        return salts | self.renew([record for record in records if record not in salts])

    def renew(self, records: Sequence[int]) -> Salts:
        """New salts for records, in place of any."""
        chance = secrets.token_bytes(SALT_BYTES * len(records))
        salts = {
            record: chance[at * SALT_BYTES : (at + 1) * SALT_BYTES]
            for at, record in enumerate(records)
        }
        rest = salts.keys() - self._replace(salts)
        rows = [
            (self._name, run[0], b"".join(salts[record] for record in run))
            for run in _runs(sorted(rest))
        ]
        if rows:
            self._connection.exec_driver_sql(f"INSERT INTO {self._table} VALUES (?, ?, ?)", rows)
        return salts

    def forget(self, records: Sequence[int]) -> None:
        """Let go of the salts of records that are gone."""
        self._replace(dict.fromkeys(records, _NONE))

    def _replace(self, salts: Salts) -> set[int]:
        """Put salts in the place of those that stand there; gives the records that had a place."""
        if not salts:
            return set()
        numbers, replaced = sorted(salts), set[int]()
        for start, row in self._rows(numbers[0], numbers[-1]):
            end = start + len(row) // SALT_BYTES
            inside = numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]
            if inside:
                self._rewrite(start, row, {record: salts[record] for record in inside})
                replaced.update(inside)
        return replaced

    def _rewrite(self, start: int, row: bytes, salts: Salts) -> None:
        content = bytearray(row)
        for record, salt in salts.items():
            at = (record - start) * SALT_BYTES
            content[at : at + SALT_BYTES] = salt
        place = (self._name, start)
        if any(content):
            statement = f"UPDATE {self._table} SET salts = ? WHERE object_type = ? AND first = ?"
            self._connection.exec_driver_sql(statement, (bytes(content), *place))
        else:
            statement = f"DELETE FROM {self._table} WHERE object_type = ? AND first = ?"
            self._connection.exec_driver_sql(statement, place)

    def _rows(self, first: int, last: int) -> list[tuple[int, bytes]]:
        """The rows that may hold salts of a span: those that begin in it, and the one before."""
        before = f"SELECT max(first) FROM {self._table} WHERE object_type = ? AND first <= ?"
        statement = (
            f"SELECT first, CAST(salts AS BLOB) FROM {self._table} WHERE object_type = ? "
            f"AND first BETWEEN coalesce(({before}), ?) AND ?"
        )
        values = (self._name, self._name, first, first, last)
        # On the driver itself, in a tenth of the time: a read is of no interest to gate and redo.
        driver = engine.driver_of(self._connection)
        rows: list[tuple[int, bytes]] = driver.execute(statement, values).fetchall()
        return rows


def _runs(records: Sequence[int]) -> Iterator[Sequence[int]]:
    """Neighbouring numbers together, not too many."""
    start = 0
    for at in range(1, len(records) + 1):
        ends = at == len(records) or records[at] != records[at - 1] + 1
        if ends or at - start == _NEIGHBOURS:
            yield records[start:at]
            start = at


def _binder(kind: TypeEngine[Any]) -> Callable[[Any], object]:
    bind = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return itself if bind is None else bind


def itself(value: object) -> object:
    """The stored form of a value that is stored as it is."""
    return value
