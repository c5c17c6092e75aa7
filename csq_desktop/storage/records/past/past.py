"""Reads from the audit trail all that it tells of some rows, in the form that a replay takes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.audit.replay import (
    Candidate,
    FieldTrail,
    FieldWrite,
    RowTrail,
    TrailStep,
)
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import bulk_digests, chain, details, digests
from csq_desktop.storage.audit.bulk_digests import DigestPart
from csq_desktop.storage.audit.chain import Link
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.audit.history import (
    BulkDigest,
    ComparedColumn,
    Evidence,
    ToldDigest,
    ToldValue,
)
from csq_desktop.storage.audit.reconcile import compared_columns
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.past import past_words
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.storage.tables.row import table_of

_SELECT = (
    "SELECT e.sequence, e.at, e.user_id, e.action, e.object_type, e.object_id, e.detail, e.mac, "
    "p.at, p.mac FROM audit_entry e LEFT JOIN audit_entry p ON p.sequence = e.sequence - 1 "
    "WHERE e.object_type = ? AND "
)
_MANY = "e.object_id IS NULL ORDER BY e.sequence"
_GONE = (AuditAction.REMOVED, AuditAction.REMOVED_MANY)
_MADE = (AuditAction.CREATED, AuditAction.CREATED_MANY)
_WRITES = (*_GONE, *_MADE, AuditAction.CHANGED, AuditAction.CHANGED_MANY, AuditAction.COVERED)
_LONG = "sha256 "
Fields = Mapping[str, Any]


def trails(session: Session, kind: Kind, keys: Collection[int]) -> dict[int, RowTrail]:
    """What the trail tells of some rows of a table whose keys are numbers, by their keys."""
    ring: Keyring = session.info[chain.KEYRING]
    reading = _RowReading(session.connection(), ring, kind)
    for some in in_parts(sorted(keys)):
        reading.take(some)
    return reading.rows


def add_earlier(session: Session, kind: Kind, rows: Mapping[int, RowTrail], sequence: int) -> None:
    """Add the words that corrections and imports kept, to rows that changed after a point."""
    late = [key for key, row in rows.items() if row.changes_after(sequence)]
    sees = desk_of(session).sees_identities
    many = [key for key in late if any(step.of_many for step in rows[key].steps)]
    imported = past_words.of_imports(session, kind, many)
    corrected = past_words.of_rows(session, kind, late) if sees else {}
    hidden = digests.hidden_fields(kind)
    for key in late:
        for name, trail in rows[key].fields.items():
            place = (key, name)
            trail.sees_earlier = sees or name not in hidden
            trail.earlier = (*corrected.get(place, ()), *imported.get(place, ()))


def called(session: Session, kind: Kind, ref: str) -> int | None:
    """The row of a table that has a number people know it by."""
    columns = table_of(kind).c
    return session.scalar(select(columns.id).where(columns.ref == ref))


def case_of_letter(session: Session, letter_id: int) -> int:
    """The complaint that a letter is about; 0 where there is no such letter."""
    return session.scalar(select(LetterRow.complaint_id).where(LetterRow.id == letter_id)) or 0


@dataclass(frozen=True)
class _TrailEntry:
    """An entry as the trail has it; `detail` is None where no program of ours wrote it so."""

    sequence: int
    at: datetime
    user_id: int
    action: str
    object_id: int | None
    detail: Fields | None
    is_intact: bool

    @property
    def erases(self) -> bool:
        """Whether it took words out for good."""
        return self.detail is not None and self.detail.get("erased") is True


@dataclass
class _RowReading:
    """Collects what entries say of rows of one table."""

    connection: Connection
    ring: Keyring
    kind: Kind
    rows: dict[int, RowTrail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = compared_columns(self.kind)
        self._plain = {name: _plain_types(column) for name, column in self._columns.items()}
        self._salts: digests.Salts = {}
        self._bulk = list(self._entries(_MANY, ()))

    def take(self, keys: Sequence[int]) -> None:
        """Read all there is about some rows."""
        held = self._held(keys)
        if digests.hidden_fields(self.kind):
            shelf = digests.SaltShelf(self.connection, self.kind)
            self._salts = shelf.between(keys[0], keys[-1])
        for key in keys:
            self.rows[key] = RowTrail(key, fields=self._today(held.get(key)))
        for entry, key, part in self._in_order(keys):
            self._add(entry, self.rows[key], part)
        for key in keys:
            if not self.rows[key].steps and key not in held:
                del self.rows[key]

    def _in_order(
        self, keys: Sequence[int]
    ) -> Iterator[tuple[_TrailEntry, int, DigestPart | None]]:
        marks = ", ".join("?" * len(keys))
        own = self._entries(f"e.object_id IN ({marks}) ORDER BY e.sequence", tuple(keys))
        entries = [(entry, entry.object_id or 0, None) for entry in own]
        many = [
            (entry, key, part)
            for entry in self._bulk
            for key in _within(entry, keys)
            for part in self._part(entry, key)
        ]
        return iter(sorted([*entries, *many], key=lambda each: each[0].sequence))

    def _part(self, entry: _TrailEntry, key: int) -> Iterator[DigestPart | None]:
        """The digests of a bulk write that touched a row; None for those of early programs."""
        assert entry.detail is not None
        number = entry.detail.get("digests")
        if number is None:
            yield None
        elif (part := bulk_digests.part_with(self.connection, number, key)) is not None:
            yield part

    def _add(self, entry: _TrailEntry, row: RowTrail, part: DigestPart | None) -> None:
        if entry.action in _GONE or entry.action in _MADE:
            row.presence.append((entry.sequence, entry.action in _MADE))
        writes = dict(self._writes(entry, row.key, part))
        for name, write in writes.items():
            row.fields[name].writes.append(write)
        if entry.action != AuditAction.COVERED:
            makes = entry.action in _MADE
            fields = () if makes else tuple(writes)
            facts = (entry.sequence, entry.at, entry.user_id, fields)
            of_many = entry.object_id is None
            row.steps.append(TrailStep(*facts, makes, of_many, entry.is_intact))

    def _writes(
        self, entry: _TrailEntry, key: int, part: DigestPart | None
    ) -> Iterator[tuple[str, FieldWrite]]:
        write = partial(FieldWrite, entry.sequence, entry.at, erases=entry.erases)
        if part is not None:
            named = self._of_part(entry, key, part)
        else:
            named = self._of_detail(entry.detail or {}, key)
        named_here = set()
        for name, facts in named:
            named_here.add(name)
            yield name, write(**facts, cover=entry.action == AuditAction.COVERED)
        if entry.action == AuditAction.CREATED or (part and entry.action in _MADE):
            empty = write(after=None)
            for name in self._columns.keys() - named_here:
                added = self._columns[name].added
                yield name, write(proof=partial(_is_added, added)) if added else empty

    def _of_detail(self, detail: Fields, key: int) -> Iterator[tuple[str, dict[str, Any]]]:
        before, after, hidden = (detail.get(side, {}) for side in ("from", "to", "fields"))
        for name in self._columns.keys() & {**before, **after}.keys():
            yield name, {**self._side("after", after, name, key), **_before(before, name)}
        if not detail.keys() & {"from", "to", "fields", "key"}:
            yield from ((name, {}) for name in self._columns)  # of early programs: anything
        for name in self._columns.keys() & set(hidden):
            digest = ToldDigest(hidden[name]) if isinstance(hidden, dict) else None
            yield name, {} if digest is None else {"proof": self._proof(digest, name, key)}

    def _side(self, side: str, values: Fields, name: str, key: int) -> dict[str, Any]:
        if name not in values:
            return {side: None}
        if _is_shortened(values[name]):
            return {"proof": self._proof(ToldValue(values[name]), name, key)}
        return {side: _plain(values[name])}

    def _of_part(
        self, entry: _TrailEntry, key: int, part: DigestPart
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        at = part.positions[key]
        for name in self._columns.keys() & part.columns.keys():
            try:
                yield name, {"after": self._words(name, part.number(at, name))}
            except ValueError:
                yield name, {"proof": self._proof(BulkDigest(part, at), name, key)}

    def _words(self, name: str, stored: object) -> object:
        if stored is None or type(stored) in self._plain[name]:
            return _plain(stored)  # as it is told: seven of eight values, in a tenth of the time
        return _plain(self._columns[name].words(stored))

    def _proof(self, evidence: Evidence, name: str, key: int) -> partial[bool]:
        return partial(_fits, evidence, self._columns[name], self._salts.get(key, b""))

    def _today(self, held: Fields | None) -> dict[str, FieldTrail]:
        if held is None:
            return {name: FieldTrail() for name in self._columns}
        return {
            name: FieldTrail(today=Candidate(held[name], self._words(name, held[name])))
            for name in self._columns
        }

    def _held(self, keys: Sequence[int]) -> dict[int, Fields]:
        key = digests.key_of(self.kind)
        names = [key, *self._columns]
        quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(keys))
        rows = self.connection.exec_driver_sql(
            f'SELECT {quoted} FROM {table_of(self.kind).fullname} WHERE "{key}" IN ({marks})',
            tuple(keys),
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def _entries(self, where: str, values: tuple[int, ...]) -> Iterator[_TrailEntry]:
        rows = self.connection.exec_driver_sql(_SELECT + where, (self.kind.__audit__, *values))
        for *row, before_at, before_mac in rows:
            sequence, at, user_id, action, _kind, object_id, text, _mac = row
            if action not in _WRITES:
                continue
            before = Link(sequence - 1, before_at, before_mac) if before_mac is not None else None
            is_intact = chain.follows(self.ring, tuple(row), before)
            moment = datetime.fromtimestamp(at, UTC)
            detail = details.read(text)
            yield _TrailEntry(
                sequence, moment, user_id, action, object_id, detail,
                is_intact and detail is not None,
            )  # fmt: skip


def _within(entry: _TrailEntry, keys: Sequence[int]) -> Iterable[int]:
    """Of some rows those that a bulk write may have touched."""
    detail = entry.detail or {}
    first, last = detail.get("first"), detail.get("last")
    if type(first) is not int or type(last) is not int:
        return ()
    return (key for key in keys if first <= key <= last)


def _before(values: Fields, name: str) -> dict[str, Any]:
    value = values.get(name)
    return {} if name not in values or _is_shortened(value) else {"before": _plain(value)}


def _plain(value: object) -> object:
    """An empty text says what nothing says: entries leave both out."""
    return None if value == "" else value


def _plain_types(column: ComparedColumn) -> tuple[type, ...]:
    """The types of stored values that entries tell as they are stored."""
    if column.bind is None:
        return ()
    return (str, int) if column.bind is digests.itself else (str,)


def _is_shortened(value: object) -> bool:
    """Whether an entry has the digest of a value that is too long for it."""
    return isinstance(value, str) and value.startswith(_LONG) and value.endswith(" characters")


def _is_added(added: str, stored: object) -> bool:
    """What an upgrade put into a column that came later stood there from then on."""
    return stored == added


def _fits(evidence: Evidence, column: ComparedColumn, salt: bytes, stored: object) -> bool:
    try:
        return evidence.fits(column, stored, salt)
    except (StoreDamaged, TypeError, ValueError):
        return False
