"""What the audit trail says of one record: whether it is there, and what each field holds."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import chain, digests
from csq_desktop.storage.audit.bulk_digests import DigestPart
from csq_desktop.storage.audit.recorder import brief


@dataclass(frozen=True)
class ComparedColumn:
    """A column, how its stored values are told in the trail, and in what form alone they stand.

    `kinds` are the types of a stored value; `bind` gives the stored form of a value, and is None
    where many texts say the same (a document). `added` is what the revision that added the column
    put into the rows that were there: the trail of those says nothing of it.
    """

    name: str
    nullable: bool
    kinds: tuple[type, ...]
    value_of: Callable[[Any], object] | None
    bind: Callable[[Any], object] | None
    added: str | None = None

    def words(self, stored: object) -> object:
        """A stored value as an entry tells it."""
        try:
            value = stored if self.value_of is None else self.value_of(stored)
            if not self._is_as_written(stored, value):
                raise ValueError(stored)
            # By way of JSON, as the trail went: dates as text, tuples as lists.
            return json.loads(chain.in_words(brief(value)))
        except (StoreDamaged, ValueError, TypeError, OverflowError, RecursionError):
            return f"no value of this column: {stored!r}"

    def is_empty(self, stored: object) -> bool:
        """Whether a value says nothing: no other than the one form of it that can stand here.

        A number that may not be missing says nothing with 0, a document with the empty text.
        """
        if self.nullable:
            return stored is None
        if self.added is not None and stored == self.added:
            return True
        if self.bind is None:
            return stored == '""'
        return type(stored) in self.kinds and not stored

    def _is_as_written(self, stored: object, value: object) -> bool:
        """Whether this is how the program writes the value: 2 is no yes, a week no date."""
        if stored is None:
            return self.nullable
        if type(stored) not in self.kinds:
            return False
        return self.bind is None or self.bind(value) == stored


class Evidence(Protocol):
    """What the trail says of a field."""

    def fits(self, column: ComparedColumn, stored: object, salt: bytes) -> bool:
        """Whether the field is what was written; `salt` is its record's."""
        ...


@dataclass(frozen=True)
class ToldValue:
    """An entry that tells the value."""

    words: object

    def fits(self, column: ComparedColumn, stored: object, salt: bytes) -> bool:
        """Whether it is the same value."""
        if self.words is None or self.words == "":
            return column.is_empty(stored)
        return self.words == column.words(stored)


@dataclass(frozen=True)
class ToldDigest:
    """An entry that has a digest of the value."""

    digest: str

    def fits(self, column: ComparedColumn, stored: object, salt: bytes) -> bool:
        """Whether the value has the same digest."""
        return digests.digest(salt, column.name, stored).hex() == self.digest


@dataclass(frozen=True)
class BulkDigest:
    """A bulk write's digests, and the place of the row among them."""

    part: DigestPart
    at: int

    def fits(self, column: ComparedColumn, stored: object, salt: bytes) -> bool:
        """Whether the value has the same digest."""
        return self.part.fits(self.at, column.name, stored, salt)


@dataclass(frozen=True)
class Unknown:
    """The trail says that the field was written and not what, as programs before s0016 did."""

    def fits(self, column: ComparedColumn, stored: object, salt: bytes) -> bool:
        """Anything may stand there."""
        return True


NOTHING = ToldValue(None)
UNKNOWN = Unknown()


@dataclass
class History:
    """One record's fields by the trail, entry after entry.

    `others` is what holds of fields that no entry names. `there` says whether the record was made
    and not removed; `perhaps_gone`, that a bulk write whose rows nobody knows may have removed it.
    """

    fields: dict[str, Evidence] = field(default_factory=dict)
    others: Evidence = UNKNOWN
    there: bool = False
    perhaps_gone: bool = False

    def add_single(self, action: str, detail: Mapping[str, Any]) -> None:
        """Take in an entry about this record alone."""
        if action == AuditAction.REMOVED:
            self.fields, self.there = {}, False
            return
        if action == AuditAction.CREATED:
            self._begin()
        self.fields |= _told(detail)

    def add_bulk(self, action: str, part: DigestPart, at: int) -> None:
        """Take in a bulk write's digests of this record."""
        if action == AuditAction.REMOVED_MANY:
            self.fields, self.there = {}, False
            return
        if action == AuditAction.CREATED_MANY:
            self._begin()
        evidence = BulkDigest(part, at)
        if action == AuditAction.COVERED:
            self._cover(part, evidence)
        else:
            self.fields |= dict.fromkeys(part.columns, evidence)

    def add_span(self, action: str, fields: list[str] | None) -> None:
        """Take in a bulk write that tells only from which id to which it went."""
        if action == AuditAction.CREATED_MANY:
            if not self.there:
                self.fields, self.others, self.there = {}, UNKNOWN, True
        elif action == AuditAction.REMOVED_MANY:
            self.perhaps_gone = True
        elif fields is None:
            self.fields, self.others = {}, UNKNOWN
        else:
            self.fields |= dict.fromkeys(fields, UNKNOWN)

    @property
    def knows_all(self) -> bool:
        """Whether there is no field of which nothing is known; asked first, for it is fast."""
        return self.others is not UNKNOWN and id(UNKNOWN) not in set(map(id, self.fields.values()))

    def of(self, name: str) -> Evidence:
        """What the trail says of a field."""
        return self.fields.get(name, self.others)

    def _begin(self) -> None:
        self.fields, self.others = {}, NOTHING
        self.there, self.perhaps_gone = True, False

    def _cover(self, part: DigestPart, evidence: Evidence) -> None:
        """What was known before stays: a cover hides no change that was made before it."""
        for name in part.columns:
            if self.of(name) is UNKNOWN:
                self.fields[name] = evidence


def _told(detail: Mapping[str, Any]) -> Iterator[tuple[str, Evidence]]:
    for name, value in detail.get("to", {}).items():
        yield name, ToldValue(value)
    hidden = detail.get("fields", ())
    for name in hidden:
        yield name, ToldDigest(hidden[name]) if isinstance(hidden, dict) else UNKNOWN
