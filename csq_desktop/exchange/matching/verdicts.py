"""New, update, unchanged, duplicate or invalid: the judgement on rows already read."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import compress
from types import MappingProxyType

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import FIELDS, ImportKind, field_of
from csq_desktop.domain.imports.plans import REJECTED, ImportMapping, RowVerdict
from csq_desktop.domain.imports.rows import Check, Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.imports.undated import BY_RULE
from csq_desktop.domain.words.numbers import branch_of
from csq_desktop.exchange.matching.chunk_reading import ReadChunk
from csq_desktop.exchange.matching.sameness import (
    Ask,
    Key,
    Keys,
    OwnNumber,
    Twins,
    folded,
    own_number,
)
from csq_desktop.texts import mark

SAME_ROW = mark("The same in every column as row {value}.")
ALIKE = mark(
    "Every matched column says the same as in row {value}, but the rows are not identical. "
    "Both are imported. Check whether they are one."
)
NO_KEY = mark("{field} is empty, so importing the file again would add the row again.")
OTHER_RECORD = mark(
    "{field}: “{value}” here is another record. If the file is from another shop, skip this column."
)
UNPROVEN = mark(
    "{field}: the row does not say who or when, so “{value}” may be another shop’s record. Keep "
    "those columns of the export."
)
CHANGES = mark("{field} changes.")
UNCLEAR_KEY = mark(
    "{field}: several records have “{value}” here, in other letters or another width. Write it as "
    "the record that is meant has it."
)
_EMPTY = ("", None)
_VERDICTS = {True: RowVerdict.NEW, False: RowVerdict.INVALID}


@dataclass(frozen=True)
class Earlier:
    """A field that moments of an earlier time do not change: they are no news.

    One that `follows` from another field moves with it.
    """

    value: Plain
    is_earlier: Callable[[int], bool]
    follows: bool = False

    def __contains__(self, value: object) -> bool:
        return value == self.value or (isinstance(value, int) and self.is_earlier(value))


@dataclass(frozen=True)
class Repeatable:
    """A field that may repeat what it held at an earlier time, in a row that tells of that time."""

    value: Plain
    earlier: Plain


@dataclass(frozen=True)
class AnySpelling:
    """A field by which a record is found: in other case, width or blanks it says the same.

    `others` lead to the same record: numbers of another store, and of customers merged into it.
    """

    value: Plain
    others: tuple[Plain, ...] = ()

    def __contains__(self, value: object) -> bool:
        if self.others and value != self.value:
            return any(value in AnySpelling(each) for each in (self.value, *self.others))
        alike = isinstance(value, str) and folded(value) == folded(self.value)
        return alike or value == self.value


@dataclass(frozen=True)
class Outweighed:
    """A field in whose place some values never come, whatever a file says, and why: it is said.

    Nothing is said where the field `unless` brings news: by another day a rule decides anew.
    """

    value: Plain
    outweighed: frozenset[Plain]
    why: str
    unless: str = ""

    def __contains__(self, value: object) -> bool:
        return value == self.value or value in self.outweighed


@dataclass(frozen=True)
class Unchangeable:
    """A field that no file changes, whatever it says."""

    value: Plain

    def __contains__(self, value: object) -> bool:
        return True


Held = Plain | frozenset[Plain] | Earlier | Repeatable | AnySpelling | Outweighed | Unchangeable
"""What a field of a stored row holds; several values where they would change nothing."""
Stored = Mapping[Key, Mapping[str, Held]]
UNCLEAR: Mapping[str, Held] = MappingProxyType({})
"""What is held where several records have the key in other spellings, and none in this one."""
_SEVERAL = (frozenset, Earlier, AnySpelling, Outweighed, Unchangeable)


class Judge:
    """Judges the rows of one file in their order, remembering the keys of those before."""

    def __init__(
        self, mapping: ImportMapping, ask_twins: Ask | None, checks: Sequence[Check] = ()
    ) -> None:
        self._mapping = mapping
        self._checks = checks
        self._keys = mapping.keys
        self._unique = mapping.unique_keys
        finding = mapping.kind.declared.finding
        self._number_here = finding if finding in self._keys else ""
        self._seen = Keys()
        self._values = Keys()
        self._twins = Twins(self._twin_fields(), ask_twins)

    def _twin_fields(self) -> list[TargetField]:
        kind = self._mapping.kind
        keys = (key for key in kind.declared.twins if key in self._keys)
        return [field_of(kind, key) for key in keys if key not in self._unique]

    def judge(
        self, read: ReadChunk, numbers: Sequence[int], stored: Callable[[Collection[Key]], Stored]
    ) -> list[RowVerdict] | None:
        """A verdict for every row; None when all are new."""
        given_keys, own = self._keys_of(read), self._numbers_of(read)
        asks = self._unique or self._number_here
        here = stored([key for key in (*given_keys, *own) if key]) if asks else {}
        if own:
            given_keys = [
                self._key_here(read, place, keys, here)
                for place, keys in enumerate(zip(given_keys, own, strict=True))
            ]
        keys = list(map(_folded, given_keys)) if asks else given_keys
        blocked = {place for place, reasons in read.reasons.items() if any(map(_blocks, reasons))}
        if not (self._twins.look(read.columns) or here):
            good = [place not in blocked for place in range(len(numbers))] if blocked else None
            if self._take_all(read, (keys, numbers), good):
                return None if good is None else [_VERDICTS[is_good] for is_good in good]
        return [
            RowVerdict.INVALID
            if place in blocked
            else self._judge_row(read, place, (number, key), here.get(given_keys[place]))
            for place, (number, key) in enumerate(zip(numbers, keys, strict=True))
        ]

    def _take_all(
        self, read: ReadChunk, rows: tuple[Sequence[Key], Sequence[int]], good: list[bool] | None
    ) -> bool:
        """Remember the good rows at once, if none of them needs a closer look."""
        keys, numbers = rows
        if good is not None:
            if self._twins.fields:
                return False
            keys, numbers = list(compress(keys, good)), list(compress(numbers, good))
        if not self._unique:
            values = read.values if good is None else list(compress(read.values, good))
            if not self._values.take_all(list(map(_digest, values)), numbers):
                return False
        if not self._seen.take_all(keys, numbers):
            return False
        self._twins.take_all(read.columns, numbers)
        return True

    def _key_here(
        self, read: ReadChunk, place: int, keys: tuple[Key, OwnNumber | None], here: Stored
    ) -> Key:
        """What a row is found by: its unique field, or else its number here.

        A record that has no unique field yet is found by its number too, and is given the row's.
        """
        key, number = keys
        if number is None or key in here:
            return key
        if number not in here:
            # A number of another shop tells the row apart as well as a reference would.
            return number if key in _EMPTY and branch_of(number.number) else key
        stored = here[number]
        is_bare = not self._unique or _current(stored[self._unique[0]]) in _EMPTY
        is_its = is_bare and self._doubt(read, place, stored) is None
        return number if not key or is_its else key

    def _numbers_of(self, read: ReadChunk) -> Sequence[OwnNumber | None]:
        return list(map(own_number, read.columns[self._number_here])) if self._number_here else ()

    def _keys_of(self, read: ReadChunk) -> Sequence[Key]:
        if not self._unique and self._number_here:
            return [""] * len(read.rows)
        if not self._unique:
            return list(map(_whole, read.rows))
        if len(self._unique) == 1:
            return read.columns[self._unique[0]]
        return list(zip(*(read.columns[key] for key in self._unique), strict=True))

    def _judge_row(
        self,
        read: ReadChunk,
        place: int,
        row: tuple[int, Key],
        stored: Mapping[str, Held] | None,
    ) -> RowVerdict:
        """The verdict on a row; only one that is not left out claims its key and its cells."""
        number, key = row
        if key in _EMPTY:
            if self._unique:
                read.add(place, Reason(NO_KEY, self._field_of(key), blocks=False))
            key = _whole(read.rows[place])
        claims = self._claims(read, place, key)
        repeated = next(filter(None, map(self._repeats, claims)), None)
        if repeated is not None:
            read.add(place, repeated)
            return RowVerdict.DUPLICATE
        if stored is UNCLEAR:
            value = str(read.columns[self._unique[0]][place])
            read.add(place, Reason(UNCLEAR_KEY, self._field_of(key), value))
            return RowVerdict.INVALID
        doubt = self._doubt(read, place, stored) if stored and self._is_by_number(key) else None
        if doubt is not None:
            value = str(read.columns[self._number_here][place])
            read.add(place, Reason(doubt, self._field_of(key), value))
            return RowVerdict.INVALID
        if stored is not None:
            verdict = self._against(read, place, stored)
        else:
            verdict = self._unless_twin(read, place)
            if verdict is RowVerdict.NEW:
                self._twins.take(read.columns, place, number)
        if verdict not in REJECTED:
            self._take(claims, number)
            if isinstance(key, bytes):
                self._point_out_alike(read, place, number)
        return verdict

    def _take(self, claims: Sequence[Key], number: int) -> None:
        for claim in claims:
            self._seen.take(claim, number)

    def _repeats(self, claim: Key) -> Reason | None:
        """That an earlier row has a key already."""
        first = self._seen.first_row(claim)
        return None if first is None else self._same_as(first, claim)

    def _claims(self, read: ReadChunk, place: int, key: Key) -> tuple[Key, ...]:
        """The keys that no later row may have: of one found by its number, what it gives too."""
        if not (self._number_here and self._unique and isinstance(key, tuple)):
            return (key,)
        unique = read.columns[self._unique[0]][place]
        return (key,) if unique in _EMPTY else (key, folded(unique))

    def _is_by_number(self, key: Key) -> bool:
        """Whether a row's key is the number that a record has here."""
        return isinstance(key, tuple) and bool(self._number_here)

    def _doubt(self, read: ReadChunk, place: int, stored: Mapping[str, Held]) -> str | None:
        """Why a record found by its number here may not be the row's; None where it is."""
        known_by = [key for key in self._mapping.kind.declared.known_by if key in read.columns]
        cells = filled({key: read.columns[key][place] for key in known_by})
        if not cells:
            return UNPROVEN
        return OTHER_RECORD if changes(cells, stored).keys() == cells.keys() else None

    def _point_out_alike(self, read: ReadChunk, place: int, number: int) -> None:
        """Columns that are skipped, or another spelling, may be all that tells two rows apart."""
        values = _digest(read.values[place])
        first = self._values.first_row(values)
        if first is None:
            self._values.take(values, number)
        else:
            read.add(place, Reason(ALIKE, value=str(first), blocks=False))

    def _unless_twin(self, read: ReadChunk, place: int) -> RowVerdict:
        reason = self._twins.reason(read.columns, place)
        if reason is not None:
            read.add(place, reason)
            if reason.blocks:
                return RowVerdict.DUPLICATE
        return RowVerdict.NEW

    def _against(self, read: ReadChunk, place: int, stored: Mapping[str, Held]) -> RowVerdict:
        """Update where a filled cell differs from what is stored; an empty cell erases nothing."""
        values = dict(zip(self._keys, read.values[place], strict=True))
        if place in read.assumed:
            # What is here already is known, also that a case was open until now; a rule guesses.
            values["closed_at"] = None
            read.values[place] = tuple(values.values())
            read.reasons[place] = tuple(
                reason for reason in read.reasons[place] if reason.text != BY_RULE
            )
        changed = changes(values, stored)
        misfits = self._misfits(changed, stored)
        for reason in misfits:
            read.add(place, reason)
        if misfits:
            return RowVerdict.INVALID
        for key, value in filled(values).items():
            held = stored.get(key)
            if (
                isinstance(held, Outweighed)
                and held.unless not in changed
                and value != held.value
                and value in held.outweighed
            ):
                read.add(place, Reason(held.why, field_of(self._mapping.kind, key), blocks=False))
        for key in changed:
            read.add(place, Reason(CHANGES, field_of(self._mapping.kind, key), blocks=False))
        return RowVerdict.UPDATE if changed else RowVerdict.UNCHANGED

    def _misfits(self, changed: Mapping[str, Plain], stored: Mapping[str, Held]) -> list[Reason]:
        """Why what a row changes does not fit what stays, which its own cells do not tell."""
        beside = self._mapping.kind.declared.beside
        if not beside.intersection(changed):
            return []
        kept = {key: _current(stored[key]) for key in beside if key in stored}
        columns = {key: [value] for key, value in (*kept.items(), *changed.items())}
        faults = (fault for check in self._checks for fault in check(columns))
        return [reason for _, reason in faults if reason.blocks]

    def _same_as(self, first: int, key: Key) -> Reason:
        if isinstance(key, bytes):
            return Reason(SAME_ROW, value=str(first))
        return Reason(self._mapping.kind.declared.same, self._field_of(key), str(first))

    def _field_of(self, key: Key) -> TargetField:
        """The field that a key is of."""
        is_own = isinstance(key, tuple) and self._number_here
        return field_of(self._mapping.kind, self._number_here if is_own else self._unique[0])


def changes(values: Mapping[str, Plain], stored: Mapping[str, Held]) -> dict[str, Plain]:
    """The filled values that differ from what is stored; fields not compared are left out."""
    news = filled(values)
    is_earlier = _is_earlier(news, stored)
    return {
        key: value
        for key, value in news.items()
        if key in stored
        and not _same(stored[key], value, is_earlier=is_earlier)
        and not (key in _moments() and _is_minute_of(stored[key], value))
    }


def filled(values: Mapping[str, Plain]) -> dict[str, Plain]:
    """The values of the cells that are not empty."""
    return {key: value for key, value in values.items() if value not in _EMPTY}


def _is_earlier(news: Mapping[str, Plain], stored: Mapping[str, Held]) -> bool:
    """Whether a row tells of an earlier time: the first of its moments that could says so."""
    for key, held in stored.items():
        if isinstance(held, Earlier) and isinstance(moment := news.get(key), int):
            return held.is_earlier(moment)
    return True


def _same(held: Held, value: Plain, *, is_earlier: bool) -> bool:
    if isinstance(held, Repeatable):
        return value == held.value or (is_earlier and value == held.earlier)
    return value in held if isinstance(held, _SEVERAL) else held == value


@cache
def _moments() -> frozenset[str]:
    """The fields that are moments, of whatever kind of rows."""
    fields = (field for kind in ImportKind for field in FIELDS[kind])
    return frozenset(field.key for field in fields if field.kind is FieldKind.MOMENT)


def _is_minute_of(held: Held, value: Plain) -> bool:
    """Whether a value is a held moment without its seconds, as spreadsheets show and save it."""
    if isinstance(held, Repeatable):
        moments: Collection[Plain] = (held.value, held.earlier)
    else:
        moments = held if isinstance(held, frozenset) else (_current(held),)
    return any(isinstance(moment, int) and moment - moment % 60 == value for moment in moments)


def _current(held: Held) -> Plain:
    """What a stored field holds whatever else changes; None where that is left open."""
    if isinstance(held, frozenset | Repeatable):
        return None
    if isinstance(held, Earlier):
        return None if held.follows else held.value
    return held.value if isinstance(held, AnySpelling | Outweighed | Unchangeable) else held


def _folded(key: Key) -> Key:
    """A key as keys are compared, each of its parts where it has several."""
    if isinstance(key, tuple):
        return tuple(map(folded, key))
    return key if isinstance(key, bytes) else folded(key)


def _blocks(reason: Reason) -> bool:
    return reason.blocks


def _whole(row: Sequence[str]) -> bytes:
    """What stands for a row as it is in the file, its skipped columns too."""
    return _digest(tuple(map(str.strip, row)))


def _digest(values: tuple[Plain, ...]) -> bytes:
    """A short stand-in for many cells, so that those of a million rows fit in memory."""
    return blake2b(repr(values).encode(), digest_size=16).digest()
