"""Whether the records still say what the audit trail says they say.

The chain proves that the trail is whole; it cannot see a record that was changed past it, with the
store's key in a hand-made program or by an old page put back. This goes through both side by side
in the order of keys, some thousand rows at a time: a minute or two per million records.

Every field of every row of an audited table is compared: with the value that an entry tells, or
with the digest it has. What programs before s0016 wrote in bulk, and identities and free text of
theirs, has no digest until a supervisor opened the store (see covering.py): it counts as uncovered.
Identities are compared where the session's user may see them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, String
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.audit.wording import field_text
from csq_desktop.domain.words.wording import count_text
from csq_desktop.storage import tables
from csq_desktop.storage.audit import authors, bulk_digests, details, digests
from csq_desktop.storage.audit.authors import Authors
from csq_desktop.storage.audit.bulk_digests import DigestPart, PartPlace
from csq_desktop.storage.audit.digests import Kind, SaltShelf
from csq_desktop.storage.audit.history import ComparedColumn, History, Unknown
from csq_desktop.storage.audit.signatures import REGISTER
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import ROWS, Json, Row, VaultRow, table_of
from csq_desktop.texts import tr

MOST = 100
_WINDOW = 2_000
_WINDOW_OF_FILES = 20  # rows with pictures or documents in them
_PARTS_AT_HAND = 16
_SINGLE = (AuditAction.CREATED, AuditAction.CHANGED, AuditAction.REMOVED)
_MANY = (
    *(AuditAction.CREATED_MANY, AuditAction.CHANGED_MANY, AuditAction.REMOVED_MANY),
    AuditAction.COVERED,
)
_NUMBERED = (
    "SELECT object_id, sequence, user_id, action, detail FROM audit_entry WHERE object_type = ? "
    "AND object_id BETWEEN ? AND ? AND action IN (?, ?, ?) AND sequence > ?"
)
_OTHERS = (
    "SELECT sequence, user_id, action, detail FROM audit_entry WHERE object_type = ? "
    "AND object_id IS NULL AND action IN (?, ?, ?, ?, ?, ?, ?) AND sequence > ? ORDER BY sequence"
)
_RESTORED = (
    "SELECT sequence, user_id, detail FROM audit_entry "
    f"WHERE action = '{AuditAction.RESTORED}' ORDER BY sequence DESC"
)
_SMALLEST, _LARGEST = -(1 << 63), (1 << 63) - 1
_DIALECT = sqlite.dialect()
_STORED_TYPES = {int: "integer", str: "text"}
_KINDS: dict[type[TypeEngine[Any]], tuple[type, ...]] = {
    Float: (float, int),
    Integer: (int,),
    Boolean: (int,),
    LargeBinary: (bytes,),
    Date: (str,),
    String: (str,),
}
Fields = dict[str, Any]


class Differs(StrEnum):
    """How a record and the trail disagree."""

    CHANGED = "changed"
    UNRECORDED = "untold"
    GONE = "gone"
    ENTRY = "entry"
    AUTHOR = "author"


@dataclass(frozen=True)
class TrailDifference:
    """A record that the trail does not account for; `fields` are those changed past it.

    Where an entry or its digests are not this program's, or name somebody else than its `writer`,
    `object_id` is the entry's sequence.
    """

    object_type: str
    object_id: int | str
    differs: Differs
    fields: tuple[str, ...] = ()
    writer: int = 0

    def sentence(self, names: Mapping[int, str]) -> str:
        """The finding for the user; `names` are the users'."""
        if self.differs is Differs.UNRECORDED:
            return tr("Added without going through the program.")
        if self.differs is Differs.GONE:
            return tr("Removed without going through the program.")
        if self.differs is Differs.AUTHOR:
            assert isinstance(self.object_id, int)
            return tr(
                "Entry {number} was written by {name} and says that somebody else did it.",
                number=count_text(self.object_id),
                name=names.get(self.writer, str(self.writer)),
            )
        if self.differs is Differs.ENTRY:
            assert isinstance(self.object_id, int)
            return tr(
                "Entry {number} of the audit trail, or its check sums, were not written by this "
                "program.",
                number=count_text(self.object_id),
            )
        fields = tr(", ").join(map(field_text, self.fields))
        return tr("Changed without going through the program: {fields}.", fields=fields)


@dataclass
class TrailComparison:
    """What a comparison found; `uncovered` counts rows some field of which nothing is known of."""

    differences: list[TrailDifference] = field(default_factory=list)
    uncovered: int = 0


Entry = tuple[int, Any, str, Any]
"""An entry about a record: its sequence, its writer, its action, and what it says."""


class ComparedRow(NamedTuple):
    """A row, None where there is none, beside what the trail says of it, entry by entry."""

    key: Any
    history: History
    held: Fields | None
    salt: bytes
    entries: list[Entry]


def compare(session: Session, most: int = MOST) -> TrailComparison:
    """Compare every record with the trail; ends when so many differences are found."""
    result = TrailComparison()
    for kind in compared(identities=desk_of(session).sees_identities):
        comparison = TableComparison(session, kind)
        for row in comparison.rows():
            result.differences += comparison.judged(row)
            result.uncovered += bool(comparison.unknown_fields(row))
            if len(result.differences) >= most:
                break
        result.differences += comparison.broken  # the last ones show while rows are compared
        if len(result.differences) >= most:
            return TrailComparison(result.differences[:most], result.uncovered)
    return result


def compared(*, identities: bool) -> list[Kind]:
    """The tables that are compared: all audited ones of the files that may be read."""
    tables.import_all()
    root = (Row, VaultRow) if identities else (Row,)
    return [
        kind
        for _, kind in sorted(ROWS.items())
        if issubclass(kind, root) and kind.__audit__ is not None
    ]


@dataclass
class _LegacySpan:
    """A bulk write without digests: the ids from first to last, and the fields if it says so."""

    first: Any
    last: Any
    fields: list[str] | None


class TableComparison:
    """One table beside what the trail says of it; `broken` is what nobody can compare.

    Those are entries that this program does not write, and rows under keys that it does not give.
    """

    def __init__(self, session: Session, kind: Kind) -> None:
        self.kind = kind
        self._connection = connection = session.connection()
        self._name = str(kind.__audit__)
        self._key = digests.key_of(kind)
        self._key_type = table_of(kind).columns[self._key].type.python_type
        self._begun = session.info[REGISTER]().signers.begun
        self._authors = Authors(kind, authors.ever_supervisors(session))
        self.broken = self._misplaced()
        self._columns = compared_columns(kind)
        self._hidden = digests.hidden_fields(kind)
        self._shelf = SaltShelf(connection, kind)
        self._parts: list[Entry] = []
        self._spans: list[Entry] = []
        self._keyed: dict[Any, list[Entry]] = defaultdict(list)
        self._since = _vault_begun(session) if issubclass(kind, VaultRow) else 0
        self._read_others()
        self._part = lru_cache(_PARTS_AT_HAND)(self._read_part)

    def rows(self, first: int | None = None, last: Any = None) -> Iterator[ComparedRow]:
        """Every record that stands in the table or in the trail, in the order of keys.

        Of a table of numbers, those from `first` to `last` alone, where these are given.
        """
        after: Any = None if first is None or first == _SMALLEST else first - 1
        while True:
            held = self._window(after, last)
            upto = max(held) if len(held) == self._at_once else last
            yield from self._compared(held, after, upto)
            if upto == last:
                return
            after = upto

    def judged(self, row: ComparedRow) -> Iterator[TrailDifference]:
        """How a row differs from what the trail says."""
        history = row.history
        if row.held is None:
            if history.there and not history.perhaps_gone:
                yield TrailDifference(self._name, row.key, Differs.GONE)
            return
        if not history.there:
            yield TrailDifference(self._name, row.key, Differs.UNRECORDED)
        elif changed := tuple(sorted(self._changed(row))):
            yield TrailDifference(self._name, row.key, Differs.CHANGED, changed)
        writers = {sequence: user_id for sequence, user_id, *_ in row.entries}
        for sequence in self._authors.in_another_name(row.entries):
            writer = writers[sequence]
            yield TrailDifference(self._name, sequence, Differs.AUTHOR, writer=writer)

    def unknown_fields(self, row: ComparedRow) -> list[str]:
        """The fields of a row that the trail knows of, and of which it says nothing."""
        if row.held is None or not row.history.there or row.history.knows_all:
            return []
        return [name for name in self._columns if isinstance(row.history.of(name), Unknown)]

    def may_hold(self, row: ComparedRow, name: str, value: object) -> bool:
        """Whether a row has this value in a column, or has it by the trail."""
        if row.held is not None and row.held[name] == value:
            return True
        return row.history.of(name).fits(self._columns[name], value, row.salt)

    def _changed(self, row: ComparedRow) -> Iterator[str]:
        assert row.held is not None
        for name, column in self._columns.items():
            if not row.history.of(name).fits(column, row.held[name], row.salt):
                yield name

    @property
    def _is_key(self) -> str:
        """What holds of the keys that this program gives: no BLOB, no NULL."""
        return f"typeof(\"{self._key}\") = '{_STORED_TYPES[self._key_type]}'"

    def _misplaced(self) -> list[TrailDifference]:
        rows = self._connection.exec_driver_sql(
            f'SELECT quote("{self._key}") FROM {table_of(self.kind).fullname} '
            f"WHERE NOT {self._is_key} LIMIT {MOST}"
        )
        return [TrailDifference(self._name, row[0], Differs.UNRECORDED) for row in rows]

    @property
    def _at_once(self) -> int:
        columns = table_of(self.kind).columns
        has_files = any(isinstance(column.type, LargeBinary) for column in columns)
        return _WINDOW_OF_FILES if has_files else _WINDOW

    def _window(self, after: Any, last: Any) -> dict[Any, Fields]:
        """The next rows after a key, as the file has them."""
        names = [self._key, *self._columns]
        quoted = ", ".join(f'"{name}"' for name in names)
        ends = [(sign, end) for sign, end in ((">", after), ("<=", last)) if end is not None]
        where = " ".join(f'AND "{self._key}" {sign} ?' for sign, _ in ends)
        values = tuple(end for _, end in ends)
        rows = self._connection.exec_driver_sql(
            f"SELECT {quoted} FROM {table_of(self.kind).fullname} WHERE {self._is_key} {where} "
            f'ORDER BY "{self._key}" LIMIT {self._at_once}',
            values,
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def _compared(self, held: dict[Any, Fields], after: Any, upto: Any) -> Iterator[ComparedRow]:
        entries = self._entries(after, upto)
        keys = sorted(held.keys() | entries.keys())
        salts = self._salts(keys)
        for key in keys:
            own = self._in_order(key, entries.get(key, []))
            salt = salts.get(digests.record_number(key), b"")
            yield ComparedRow(key, _history(key, own), held.get(key), salt, own)

    def _salts(self, keys: list[Any]) -> digests.Salts:
        if not (keys and self._hidden):
            return {}
        numbers = [digests.record_number(key) for key in keys]
        return self._shelf.between(min(numbers), max(numbers))

    def _in_order(self, key: Any, entries: list[Entry]) -> list[Entry]:
        spans = (entry for entry in self._spans if _within(entry[-1], key))
        return sorted([*entries, *spans], key=lambda entry: entry[0])

    def _entries(self, after: Any, upto: Any) -> dict[Any, list[Entry]]:
        """What the trail says of the records behind one key, up to another."""
        entries = defaultdict(list)
        for key, its_entries in self._singles(after, upto):
            entries[key].append(its_entries)
        for sequence, user_id, action, place in self._parts:
            if (upto is None or place.first <= upto) and (after is None or place.last > after):
                part = self._part(place)
                for key in part.keys:
                    if (upto is None or key <= upto) and (after is None or key > after):
                        entries[key].append((sequence, user_id, action, part))
        return entries

    def _singles(self, after: Any, upto: Any) -> Iterator[tuple[Any, Entry]]:
        for key, entries in self._keyed.items():
            if (upto is None or key <= upto) and (after is None or key > after):
                yield from ((key, entry) for entry in entries)
        if isinstance(after or 0, int) and isinstance(upto or 0, int):
            first = _SMALLEST if after is None else after + 1
            span = (self._name, first, _LARGEST if upto is None else upto)
            rows = self._connection.exec_driver_sql(_NUMBERED, (*span, *_SINGLE, self._since))
            for key, sequence, user_id, action, text in rows:
                detail = self._detail(sequence, text)
                if detail is not None:
                    self._compare_author(user_id, sequence, action, detail)
                    yield key, (sequence, user_id, action, detail)

    def _read_others(self) -> None:
        """Sort out the entries that stand for no number: bulk writes, and keys that are texts."""
        values = (self._name, *_MANY, *_SINGLE, self._since)
        rows = self._connection.exec_driver_sql(_OTHERS, values).fetchall()
        for sequence, user_id, action, text in rows:
            detail = self._detail(sequence, text)
            if detail is None:
                continue
            if not self._take((sequence, user_id, action, detail)):
                self._is_broken(sequence)
            else:
                self._compare_author(user_id, sequence, action, detail)

    def _detail(self, sequence: int, text: object) -> Fields | None:
        detail = details.read(text)
        told = detail.get("fields") if detail is not None else None
        # A digest in the place of a value that is told would keep it from being read.
        if detail is None or (isinstance(told, dict) and not self._hidden.issuperset(told)):
            self._is_broken(sequence)
            return None
        return detail

    def _is_broken(self, sequence: int) -> None:
        self.broken.append(TrailDifference(self._name, sequence, Differs.ENTRY))

    def _take(self, entry: Entry) -> bool:
        """Take an entry in that stands for no number; False when it is of no form we write."""
        sequence, user_id, action, detail = entry
        if action in _SINGLE:
            (key,) = detail.get("key", [None])
            if not isinstance(key, self._key_type):
                return False
            self._keyed[key].append(entry)
            return True
        places = bulk_digests.places(self._connection, detail) if "digests" in detail else None
        if places is None or not all(isinstance(each.first, self._key_type) for each in places):
            # Programs that signed always wrote digests: without them anybody could have it seem
            # that nothing is known of the rows. What they wrote may stand there all the same.
            if action != AuditAction.COVERED and ("digests" in detail or self._is_early(sequence)):
                self._spans.append((sequence, user_id, action, _span(detail)))
            return "digests" not in detail and self._is_early(sequence)
        self._parts += [(sequence, user_id, action, place) for place in places]
        return True

    def _compare_author(self, user_id: int, sequence: int, action: str, detail: Fields) -> None:
        is_own = self._authors.names_only(user_id, action, detail)
        if is_own and self._authors.judges(action):
            number = detail.get("digests")
            places = (each for *_, each in self._parts if each.number == number)
            parts = map(self._read_part, places)
            is_own = self._authors.names_only_in_many(user_id, action, detail, parts)
        if not is_own:
            difference = TrailDifference(self._name, sequence, Differs.AUTHOR, writer=user_id)
            self.broken.append(difference)

    def _is_early(self, sequence: int) -> bool:
        """Whether an entry is from before programs signed."""
        return not self._begun or sequence < self._begun

    def _read_part(self, place: PartPlace) -> DigestPart:
        return bulk_digests.read(self._connection, place)


def _history(key: Any, entries: list[Entry]) -> History:
    history = History()
    for _, _, action, what in entries:
        if isinstance(what, _LegacySpan):
            history.add_span(action, what.fields)
        elif isinstance(what, DigestPart):
            history.add_bulk(action, what, what.positions[key])
        else:
            history.add_single(action, what)
    return history


def compared_columns(kind: Kind) -> dict[str, ComparedColumn]:
    """The columns that are compared: all but the key, by which rows and entries are matched."""
    bind, readers = digests.binders(kind), {}
    for column in table_of(kind).columns:
        if not column.primary_key:
            of_dialect = column.type.dialect_impl(_DIALECT)
            readers[column.name] = ComparedColumn(
                column.name,
                bool(column.nullable),
                _kinds(of_dialect),
                of_dialect.result_processor(_DIALECT, None),
                None if isinstance(column.type, Json) else bind[column.name],
                _added(column),
            )
    return readers


def _added(column: Column[Any]) -> str | None:
    """The text that rows got which were there before the column, if it is not empty."""
    default = getattr(column.server_default, "arg", None)
    return default if isinstance(default, str) else None


def _kinds(of_dialect: TypeEngine[Any]) -> tuple[type, ...]:
    """The types that SQLite gives values of a column in."""
    form = of_dialect.impl_instance if isinstance(of_dialect, TypeDecorator) else of_dialect
    for column_type, kinds in _KINDS.items():
        if isinstance(form, column_type):
            return kinds
    raise TypeError(form)


def _span(detail: Fields) -> _LegacySpan:
    # An entry that names no ids gives a span that holds nothing.
    return _LegacySpan(detail.get("first", 1), detail.get("last", 0), detail.get("fields"))


def _within(span: _LegacySpan, key: Any) -> bool:
    ends = (span.first, span.last)
    return all(type(end) is type(key) for end in ends) and bool(span.first <= key <= span.last)


def _vault_begun(session: Session) -> int:
    """The entry from which on the vault holds anything: a backup without one begins it anew.

    Only supervisors bring a store back; anybody else's word for it would be no news of the vault.
    """
    supervisors = session.info[REGISTER]().supervisors
    for sequence, user_id, text in session.connection().exec_driver_sql(_RESTORED):
        detail = details.read(text)
        if user_id in supervisors and detail and detail.get("identities") is False:
            return int(sequence)
    return 0
