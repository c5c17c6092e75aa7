"""The plan of an import: every row of a file judged before anything is kept.

The plan is pure: the same file, mapping and answers of the store give the same plan, so the
one made at the dry run is made again at the commit and its fingerprint compared.
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.imports import plans as imports
from csq_desktop.domain.imports.kinds.declaration import CheckDay
from csq_desktop.domain.imports.plans import (
    REJECTED,
    ImportMapping,
    PlannedChunk,
    PlanSummary,
    ReasonCount,
    RowVerdict,
)
from csq_desktop.domain.imports.rows import Check, Reason
from csq_desktop.domain.imports.tables import RowChunk, Table
from csq_desktop.exchange.cells.moments import MomentTables
from csq_desktop.exchange.cells.readers import Reading
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.exchange.matching.chunk_reading import ChunkReader, ExistingLookups, Reasons
from csq_desktop.exchange.matching.date_orders import mixed_columns
from csq_desktop.exchange.matching.sameness import Ask, Key
from csq_desktop.exchange.matching.verdicts import Judge, Stored

_LETTERS = {verdict: verdict.value[:3].encode() for verdict in RowVerdict}


def _nothing(_: Collection[Key]) -> Stored:
    return {}


@dataclass(frozen=True)
class Lookups:
    """What the store answers while a plan is made, asked once per chunk of rows.

    `stored` gives the rows that have one of these keys already, each as its fields in plain form;
    a key is the value of the unique field, or a tuple where several fields make it. A field that
    is left out there is not compared. `listed` are the words of the shop's own lists with their
    codes, by field; a list that is not given takes any word. `existing` gives those values of a
    linking field that exist. `twins` finds customers by their "phone" or "email". `checks` are what
    must be true of a row beyond what holds for every shop.
    """

    stored: Callable[[Collection[Key]], Stored] = _nothing
    listed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    existing: ExistingLookups = field(default_factory=dict)
    twins: Ask | None = None
    checks: tuple[Check, ...] = ()


class Plan:
    """A plan being made; every call of `chunks` makes it anew from the file's first row."""

    def __init__(
        self,
        table: Table,
        mapping: ImportMapping,
        lookups: Lookups,
        *,
        zone: ZoneInfo,
        now: datetime,
    ) -> None:
        imports.check(mapping, table.columns)
        self.keys = mapping.keys
        self._table = table
        self._mapping = mapping
        self._lookups = lookups
        self._reading = Reading(
            moments=MomentTables(mapping.date_order, zone),
            damaged=table.damaged,
            listed=lookups.listed,
            new_words=mapping.new_words,
            words=mapping.values,
            year_first=mapping.year_first,
            mixed=_mixed(table, mapping),
        )
        self._now = int(now.timestamp())
        today = CheckDay(self._now, zone)
        self._checks = (*mapping.kind.declared.checks(today), *lookups.checks)
        self._begin()

    def _begin(self) -> None:
        self._reader = ChunkReader(self._table, self._mapping, self._reading, now=self._now)
        self._judge = Judge(self._mapping, self._lookups.twins, self._checks)
        self._counts: Counter[RowVerdict] = Counter()
        self._tally = _Tally()
        self._digest = hashlib.sha256(self._beginning())

    def _beginning(self) -> bytes:
        listed = sorted((key, sorted(words.items())) for key, words in self._lookups.listed.items())
        text = mapping_files.text_of(self._mapping)
        return f"{self._table.sha256}\n{text}\n{listed}\n".encode()

    def chunks(self) -> Iterator[PlannedChunk]:
        """The rows judged, some thousand at a time; what reads them shows progress and stops."""
        self._begin()
        with _collector_at_rest():
            for chunk in self._table.chunks():
                planned = self._planned(chunk)
                self._count(planned)
                yield planned

    def summary(self) -> PlanSummary:
        """The plan in numbers, as far as `chunks` was read."""
        return PlanSummary(dict(self._counts), self._tally.counts(), self._digest.hexdigest())

    def _planned(self, chunk: RowChunk) -> PlannedChunk:
        read = self._reader.read(chunk, self._checks, self._lookups.existing)
        verdicts = self._judge.judge(read, chunk.numbers, self._lookups.stored)
        reasons = _claims(read.reasons, verdicts) if verdicts else read.reasons
        return PlannedChunk(chunk.numbers, read.values, chunk.rows, verdicts, reasons)

    def _count(self, planned: PlannedChunk) -> None:
        # Verdicts are enough for the fingerprint: values follow from the file and the mapping,
        # which are in it, and the store can only change what becomes of a row.
        if planned.verdicts is None:
            self._counts[RowVerdict.NEW] += len(planned)
            self._digest.update(_LETTERS[RowVerdict.NEW] * len(planned))
        else:
            self._counts.update(planned.verdicts)
            self._digest.update(b"".join(map(_LETTERS.__getitem__, planned.verdicts)))
        for place, reasons in planned.reasons.items():
            for reason in reasons:
                self._tally.add(reason, planned.numbers[place])


def _mixed(table: Table, mapping: ImportMapping) -> frozenset[str]:
    """The fields whose columns have dates with the year first beside others.

    Others need an order, so that a file whose dates need none is not looked through for them.
    """
    if mapping.date_order is None or mapping.year_first is not None:
        return frozenset()
    columns = mixed_columns(table, mapping.kind, mapping.columns)
    return frozenset(key for key, column in mapping.sources if column in columns)


def _claims(reasons: Reasons, verdicts: Sequence[RowVerdict]) -> Reasons:
    """The reasons without the notes of rows that are left out: nothing comes of those rows."""
    return {
        place: tuple(reason for reason in held if reason.blocks)
        if verdicts[place] in REJECTED
        else held
        for place, held in reasons.items()
    }


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cycles meanwhile: rows make none, and looking costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Tally:
    """How many rows share each reason, whatever their cells say."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, bool]] = Counter()
        self._first: dict[tuple[str, str, bool], tuple[Reason, int]] = {}

    def add(self, reason: Reason, row: int) -> None:
        key = (reason.text, reason.field.key if reason.field else "", reason.blocks)
        self._counts[key] += 1
        general, first = self._first.get(key) or (reason.in_general, row)
        self._first[key] = (general, min(first, row))

    def counts(self) -> tuple[ReasonCount, ...]:
        """Most frequent first."""
        return tuple(
            ReasonCount(reason, n, row)
            for key, n in self._counts.most_common()
            for reason, row in (self._first[key],)
        )
