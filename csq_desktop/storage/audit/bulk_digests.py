"""Digests of the rows of bulk writes: which rows a write touched, and what it put into each field.

A write stands here in parts of some thousand rows, and its audit entry holds a hash over the parts.
Whole numbers stand as they are; a text by a digest of eight bytes under a salt of the part; what
the trail must not print by a digest under the record's own salt. Nobody knows a salt before the
value is there, so eight bytes leave 2⁶⁴ values to try.
"""

import hashlib
import json
import secrets
import zlib
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection

from csq_desktop.storage.audit import digests
from csq_desktop.storage.audit.digests import SALT_BYTES, Kind, SaltShelf

SIZE = 8
MOST_ROWS = 5_000
"""How many rows a part holds at most."""
_LARGEST_PART = MOST_ROWS * SIZE * 100  # bytes: twice the columns of the widest table
_MOST_WRITES = 1 << 48
_FAST = 1  # of zlib's levels: columns of a few different values shrink to nothing all the same
_NULL = -(1 << 63)
_HEAD_BYTES = 1 << 16  # of a part whose keys are numbers: names of columns and their forms
_EMPTY = {None: bytes(SIZE), "": b"\1" * SIZE}
_ADD = "INSERT INTO bulk_digest (number, part, body) VALUES (?, ?, ?)"
_PARTS = "SELECT part, CAST(body AS BLOB) FROM bulk_digest WHERE number = ? ORDER BY part"
_PART = "SELECT CAST(body AS BLOB) FROM bulk_digest WHERE number = ? AND part = ?"
Column = Sequence[Any]


class _Form(StrEnum):
    """How the values of a column stand in a part."""

    NUMBER = "number"
    TEXT = "text"
    HIDDEN = "hidden"


class BulkDigestWriter:
    """Writes the digests of one bulk write, part by part."""

    def __init__(self, connection: Connection, kind: Kind, *, is_new: bool) -> None:
        self._connection = connection
        self._hidden, self._key = digests.hidden_fields(kind), digests.key_of(kind)
        self._shelf = SaltShelf(connection, kind)
        self._is_new = is_new
        # By chance: after the largest one there might be no room, if somebody has put that in.
        self._number = secrets.randbelow(_MOST_WRITES) + 1
        self._root = _Root()

    def add(self, keys: Sequence[Any], columns: Mapping[str, Column]) -> None:
        """Write what stands for some rows: their keys, and their values column by column."""
        columns = {name: columns[name] for name in columns if name != self._key}
        body = _encoded(keys, columns, self._hidden, self._salts(keys, columns))
        self._connection.exec_driver_sql(_ADD, (self._number, self._root.parts, body))
        self._root.add(self._root.parts, body)

    def forget(self, keys: Sequence[Any]) -> None:
        """Let go of the salts of rows that were removed."""
        if self._hidden:
            self._shelf.forget([digests.record_number(key) for key in keys])

    def facts(self) -> dict[str, object]:
        """What the audit entry of the write says of its digests."""
        return {"digests": self._number, "root": self._root.hex()}

    def _salts(self, keys: Sequence[Any], columns: Mapping[str, Column]) -> list[bytes]:
        """A salt for each row, where any holds something hidden."""
        hidden = [columns[name] for name in columns if name in self._hidden]
        if all(set(values) <= _EMPTY.keys() for values in hidden):
            return []
        records = [digests.record_number(key) for key in keys]
        salts = (self._shelf.renew if self._is_new else self._shelf.ensure)(records)
        return [salts[record] for record in records]


@dataclass
class _Root:
    """The hash over the parts of a write."""

    parts: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def add(self, part: int, body: bytes) -> None:
        """Take the next part in."""
        self.hash.update(b"%d:" % part + hashlib.sha256(body).digest())
        self.parts += 1

    def hex(self) -> str:
        """The hash so far."""
        return str(self.hash.hexdigest())


@dataclass(frozen=True)
class PartPlace:
    """Where the digests of some rows stand, and the smallest and largest of their keys."""

    number: int
    part: int
    first: Any
    last: Any


@dataclass(frozen=True)
class DigestPart:
    """The digests of some rows of a bulk write, to be compared with the rows."""

    salt: bytes
    keys: Sequence[Any]
    columns: Mapping[str, tuple[_Form, int]]
    payload: bytes
    texts: dict[object, bytes] = field(default_factory=dict)  # digests of values seen before

    @cached_property
    def positions(self) -> dict[Any, int]:
        """The place of each row."""
        return {key: at for at, key in enumerate(self.keys)}

    def fits(self, at: int, name: str, value: object, salt: bytes) -> bool:
        """Whether a stored value is the one that was written; `salt` is the record's own."""
        form, start = self.columns[name]
        place = start + at * SIZE
        said = self.payload[place : place + SIZE]
        if form is _Form.NUMBER:
            number = self.number(at, name)
            return value is None if number is None else type(value) is int and value == number
        if form is _Form.TEXT:
            return said == self._text(value)
        return said == _hidden_digest(name, value, salt)

    def number(self, at: int, name: str) -> int | None:
        """What stands in a column of whole numbers; ValueError where it is no such column."""
        form, start = self.columns[name]
        if form is not _Form.NUMBER:
            raise ValueError(name)
        place = start + at * SIZE
        number = int.from_bytes(self.payload[place : place + SIZE], "little", signed=True)
        return None if number == _NULL else number

    def holds_only(self, names: Collection[str], number: int) -> bool:
        """Whether columns hold this number in every row, or nothing; and hold it to be read."""
        for name in self.columns.keys() & names:
            form, start = self.columns[name]
            values = self.payload[start : start + len(self.keys) * SIZE]
            if form is not _Form.NUMBER or not {number, _NULL}.issuperset(_numbers(values)):
                return False
        return True

    def _text(self, value: object) -> bytes:
        digest = self.texts.get(value)
        if digest is None:
            digest = self.texts[value] = _digest(value, self.salt)
        return digest


def places(connection: Connection, facts: Mapping[str, Any]) -> list[PartPlace] | None:
    """Where the digests of a bulk write stand, of which its audit entry has these facts.

    None when they are not what was written, or not in the form that this program writes.
    """
    root, parts = _Root(), []
    try:
        for part, body in connection.exec_driver_sql(_PARTS, (facts["digests"],)):
            root.add(part, body)
            parts.append(PartPlace(facts["digests"], part, *_span(body)))
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error, RecursionError):
        return None
    return parts if root.hex() == facts.get("root") else None


def _span(body: bytes) -> tuple[Any, Any]:
    """The smallest and the largest key of a part; ValueError unless the part is well-formed."""
    head, payload = _head(body)
    count, keys, (first, last) = head["count"], head["keys"], head["span"]
    columns = [_Form(form) for form in head["columns"].values()]
    if type(count) is not int or count > MOST_ROWS:
        raise ValueError(count)
    bytes.fromhex(head["salt"])
    own = _numbers(payload[: count * SIZE]).tolist() if keys is None else keys
    wide = len(columns) + (keys is None)
    if len(own) != count or len(payload) != wide * count * SIZE or (first, last) != _ends(own):
        raise ValueError(head)
    return first, last


def _ends(keys: Sequence[Any]) -> tuple[Any, Any]:
    return min(keys), max(keys)


def read(connection: Connection, place: PartPlace) -> DigestPart:
    """The digests of some rows."""
    body = connection.exec_driver_sql(_PART, (place.number, place.part)).scalar_one()
    head, payload = _head(body)
    count, keys, start = head["count"], head["keys"], 0
    if keys is None:
        keys, start = _numbers(payload[: count * SIZE]), count * SIZE
    columns = {
        name: (_Form(form), start + at * count * SIZE)
        for at, (name, form) in enumerate(head["columns"].items())
    }
    return DigestPart(bytes.fromhex(head["salt"]), keys, columns, payload)


def part_with(connection: Connection, number: int, key: int) -> DigestPart | None:
    """The part of a bulk write that holds a row; None where the write did not touch the row.

    The hash over the parts is not computed: a check of the store does that.
    """
    for part, body in connection.exec_driver_sql(_PARTS, (number,)):
        head = zlib.decompressobj().decompress(body, _HEAD_BYTES)
        first, last = json.loads(head.partition(b"\n")[0])["span"]
        if first <= key <= last:
            found = read(connection, PartPlace(number, part, first, last))
            if key in found.positions:
                return found
    return None


def _encoded(
    keys: Sequence[Any], columns: Mapping[str, Column], hidden: frozenset[str], own: list[bytes]
) -> bytes:
    salt = secrets.token_bytes(SALT_BYTES)
    forms, parts = {}, []
    for name, values in columns.items():
        numbers = None if name in hidden else _as_numbers(values)
        if name in hidden:
            form, content = _Form.HIDDEN, _hidden(name, values, own)
        elif numbers is not None:
            form, content = _Form.NUMBER, numbers
        else:
            form, content = _Form.TEXT, _digested(values, salt)
        forms[name] = form.value
        parts.append(content)
    packed_keys = _as_numbers(keys)
    head = {
        "salt": salt.hex(),
        "count": len(keys),
        "span": _ends(keys),
        "keys": list(keys) if packed_keys is None else None,
        "columns": forms,
    }
    front = json.dumps(head).encode() + b"\n"
    return zlib.compress(b"".join([front, packed_keys or b"", *parts]), _FAST)


def _head(body: bytes) -> tuple[dict[str, Any], bytes]:
    """The facts and the payload of a part; ValueError where a few bytes unpack to millions."""
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(body, _LARGEST_PART)
    if not unpacking.eof:
        raise ValueError(len(body))
    front, _, payload = content.partition(b"\n")
    return json.loads(front), payload


def _as_numbers(values: Column) -> bytes | None:
    """Whole numbers and NULLs as eight bytes each; None where there is anything else."""
    try:
        try:
            numbers = array("q", values)
        except TypeError:
            numbers = array("q", [_NULL if value is None else value for value in values])
    except (TypeError, OverflowError):
        return None
    return numbers.tobytes()


def _numbers(content: bytes) -> "array[int]":
    numbers = array("q")
    numbers.frombytes(content)
    return numbers


def _digested(values: Column, salt: bytes) -> bytes:
    """The digests of values that may be told; each different value is hashed once."""
    of = {value: _digest(value, salt) for value in set(values)}
    return b"".join(map(of.__getitem__, values))


def _digest(value: object, salt: bytes) -> bytes:
    return blake2s(salt + digests.packed(value), digest_size=SIZE).digest()


def _hidden(name: str, values: Column, salts: list[bytes]) -> bytes:
    if not salts or set(values) <= _EMPTY.keys():
        return b"".join(map(_EMPTY.__getitem__, values))
    front = digests.front(name) + b"t"  # a text, by far the most, in half the time
    return b"".join(
        blake2s(salt + front + value.encode(), digest_size=SIZE).digest()
        if isinstance(value, str) and value
        else _hidden_digest(name, value, salt)
        for value, salt in zip(values, salts, strict=True)
    )


def _hidden_digest(name: str, value: object, salt: bytes) -> bytes:
    """What stands for a value; without its record's salt, for one that says something, nothing."""
    empty = _EMPTY.get(value) if isinstance(value, str | None) else None
    return empty or (salt and digests.digest(salt, name, value, SIZE))
