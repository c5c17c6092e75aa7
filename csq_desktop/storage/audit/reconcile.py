"""Whether the records still say what the audit trail says they say.

The chain proves that the trail is whole; it cannot see a record that was changed past it, with the
store's key in a hand-made program or by an old page put back. This goes through both side by side
in the order of ids, in one pass and little memory: minutes per million records, so on demand only.

Of bulk writes the trail tells spans of ids: a row created in one is taken as it stands, and a row
changed in one is not compared, or only the fields that the entry names where it names any. Of
identities and free text it tells field names: not compared.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage import tables
from csq_desktop.storage.audit import chain
from csq_desktop.storage.audit.recorder import brief
from csq_desktop.storage.tables.row import ROWS, Row, table_of
from csq_desktop.texts import tr

MOST = 100
_EMPTY = (None, "", 0, False)
_SINGLE = (AuditAction.CREATED, AuditAction.CHANGED, AuditAction.REMOVED)
_MANY = (AuditAction.CREATED_MANY, AuditAction.CHANGED_MANY, AuditAction.REMOVED_MANY)
_ENTRIES = (
    "SELECT object_id, action, detail FROM audit_entry WHERE object_type = ? "
    "AND object_id IS NOT NULL AND action IN (?, ?, ?) ORDER BY object_id, sequence"
)
_SPANS = (
    "SELECT action, detail FROM audit_entry WHERE object_type = ? "
    "AND object_id IS NULL AND action IN (?, ?, ?)"
)
Fields = dict[str, Any]


class Differs(StrEnum):
    """How a record and the trail disagree."""

    CHANGED = "changed"
    UNRECORDED = "untold"
    GONE = "gone"


@dataclass(frozen=True)
class TrailDifference:
    """A record that the trail does not account for; `fields` are those changed past it."""

    object_type: str
    object_id: int
    differs: Differs
    fields: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The finding for the user."""
        if self.differs is Differs.UNRECORDED:
            return tr("It was put in past the audit trail.")
        if self.differs is Differs.GONE:
            return tr("It was taken away past the audit trail.")
        return tr("It was changed past the audit trail: {fields}.", fields=", ".join(self.fields))


def differences(session: Session, most: int = MOST) -> list[TrailDifference]:
    """Records that the trail does not account for, at most so many; empty when all agree."""
    result: list[TrailDifference] = []
    for kind in _compared():
        for difference in _Comparison(session.connection(), kind).run():
            result.append(difference)
            if len(result) == most:
                return result
    return result


def _compared() -> list[type[Row]]:
    """The audited tables of store.db whose rows have one number as their key."""
    tables.import_all()
    kinds = [kind for _, kind in sorted(ROWS.items()) if issubclass(kind, Row)]
    return [kind for kind in kinds if kind.__audit__ is not None and _numbered(kind)]


def _numbered(kind: type[Row]) -> bool:
    keys = list(table_of(kind).primary_key.columns)
    return len(keys) == 1 and keys[0].type.python_type is int


class _BulkSpan(NamedTuple):
    """The ids of a bulk write from first to last, and the only fields it touched if it says so."""

    first: int
    last: int
    fields: list[str] | None


@dataclass
class _History:
    """What the trail says of one record: its fields, and whether it is there."""

    fields: Fields = field(default_factory=dict)
    there: bool = True
    whole: bool = False  # from its creation on: a field that no entry names is empty

    def add(self, action: str, detail: Fields) -> None:
        """Take the next entry in."""
        if action == AuditAction.CHANGED:
            self.fields |= detail.get("to", {})
        else:
            self.fields = dict(detail.get("to", {}))
            self.there = self.whole = action == AuditAction.CREATED


class _Comparison:
    """One table beside what the trail says of it."""

    def __init__(self, connection: Connection, kind: type[Row]) -> None:
        self._connection = connection
        self._table = table_of(kind)
        self._name = str(kind.__audit__)
        self._unsaid = kind.__unsaid__
        self._spans: dict[str, list[_BulkSpan]] = {action: [] for action in _MANY}
        for action, detail in connection.exec_driver_sql(_SPANS, (self._name, *_MANY)):
            facts = json.loads(detail)
            # An entry that names no ids gives a span that holds nothing.
            span = _BulkSpan(facts.get("first", 1), facts.get("last", 0), facts.get("fields"))
            self._spans[action].append(span)

    def run(self) -> Iterator[TrailDifference]:
        """Every difference, in the order of ids."""
        both = merge(self._recorded(), self._held(), key=itemgetter(0))
        for number, sides_of_record in groupby(both, key=itemgetter(0)):
            sides = {side: what for _, side, what in sides_of_record}
            yield from self._judged(number, sides.get("recorded"), sides.get("held"))

    def _recorded(self) -> Iterator[tuple[int, str, Any]]:
        entries = self._connection.exec_driver_sql(_ENTRIES, (self._name, *_SINGLE))
        for number, its_entries in groupby(entries, key=itemgetter(0)):
            history = _History()
            for _, action, detail in its_entries:
                history.add(action, json.loads(detail))
            yield number, "recorded", history

    def _held(self) -> Iterator[tuple[int, str, Any]]:
        (key,) = self._table.primary_key.columns
        for row in self._connection.execute(select(self._table).order_by(key)):
            yield row._mapping[key], "held", row._asdict()

    def _judged(
        self, number: int, history: _History | None, held: Fields | None
    ) -> Iterable[TrailDifference]:
        there = history is not None and history.there
        if held is None:
            if there and not self._in(AuditAction.REMOVED_MANY, number):
                yield TrailDifference(self._name, number, Differs.GONE)
            return
        is_recorded = there and history is not None and history.whole
        if not is_recorded and not self._in(AuditAction.CREATED_MANY, number):
            yield TrailDifference(self._name, number, Differs.UNRECORDED)
        changed = self._changed(history, held) if history is not None and there else ()
        unaccounted = tuple(name for name in changed if not self._changed_many(number, name))
        if unaccounted:
            yield TrailDifference(self._name, number, Differs.CHANGED, unaccounted)

    def _in(self, action: AuditAction, number: int) -> bool:
        return any(span.first <= number <= span.last for span in self._spans[action])

    def _changed_many(self, number: int, name: str) -> bool:
        """Whether a bulk write may have changed a field of a row."""
        return any(
            span.first <= number <= span.last and (span.fields is None or name in span.fields)
            for span in self._spans[AuditAction.CHANGED_MANY]
        )

    def _changed(self, history: _History, held: Fields) -> tuple[str, ...]:
        audited = {name: brief(value) for name, value in held.items() if name not in self._unsaid}
        names = audited if history.whole else audited.keys() & history.fields.keys()
        # By way of JSON, as the trail went: dates as text, tuples as lists.
        words = json.loads(chain.in_words({name: audited[name] for name in names}))
        return tuple(
            name for name in sorted(words) if not _same(history.fields.get(name), words[name])
        )


def _same(recorded: object, held: object) -> bool:
    return recorded == held or (recorded in _EMPTY and held in _EMPTY)
