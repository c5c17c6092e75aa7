"""Chunks of rows read column by column, with everything that is wrong within a row."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from csq_desktop.domain.imports.fields import field_of
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Check, Plain, Reason
from csq_desktop.domain.imports.tables import RowChunk, Table, fitted
from csq_desktop.domain.imports.undated import BY_RULE, dated_by
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.columns import Read
from csq_desktop.exchange.cells.joined import joined
from csq_desktop.exchange.cells.readers import MISSING, Reading, reader_of
from csq_desktop.exchange.matching.headings import names_of, plain_heading
from csq_desktop.texts import mark

TOO_MANY_CELLS = mark("The row has more cells than there are headings: “{value}”.")
NO_HEADING = mark("A cell without a heading is not imported: “{value}”.")
REPEATED = mark("The headings are repeated in this row.")
REPEATED_ABOVE = mark("A line from above the headings is repeated in this row.")
UNKNOWN_LINK = mark(
    "{field}: no customer here has the number “{value}”. Import the customers first."
)

Reasons = dict[int, tuple[Reason, ...]]
ExistingLookups = Mapping[str, Callable[[Collection[str]], Collection[str]]]


@dataclass(frozen=True)
class ReadChunk:
    """A chunk in plain form: by column and by row, in the order of the mapping's keys.

    `rows` are as they stand in the file, all as wide as its headings. `assumed` are the places
    whose closing date is by the user's rule.
    """

    columns: Mapping[str, Sequence[Plain]]
    values: list[tuple[Plain, ...]]
    reasons: Reasons
    rows: list[list[str]]
    assumed: set[int] = field(default_factory=set)

    def add(self, place: int, reason: Reason) -> None:
        """One more reason for a row."""
        self.reasons[place] = (*self.reasons.get(place, ()), reason)

    def drop(self, place: int, reason: Reason) -> None:
        """One reason less for a row."""
        rest = tuple(each for each in self.reasons.pop(place) if each != reason)
        if rest:
            self.reasons[place] = rest


class ChunkReader:
    """Reads the chunks of one table by one mapping."""

    def __init__(self, table: Table, mapping: ImportMapping, reading: Reading, *, now: int) -> None:
        self._undated, self._now = mapping.undated_closing, now
        self._width = len(table.columns)
        self._heading_cells = max(table.heading_cells, self._width)
        self._keys = mapping.keys
        self._constants = _constants(mapping, reading)
        self._readers: dict[str, tuple[int, Read]] = {
            key: (table.columns.index(column), reader_of(field_of(mapping.kind, key), reading))
            for key, column in mapping.sources
        }
        self._headings = {place: table.columns[place] for place, _ in self._readers.values()}
        self._names = {
            place: names_of(mapping.kind, key) for key, (place, _) in self._readers.items()
        }
        self._first = next(iter(self._headings), 0)
        self._first_headings = self._spellings(self._first)
        self._above = table.above
        self._first_above = {line[0] for line in table.above}
        self._times = {key: table.columns.index(name) for name, key in mapping.times.items()}
        self._kind = mapping.kind
        self._links: dict[tuple[str, Plain], bool] = {}

    def read(
        self, chunk: RowChunk, checks: Sequence[Check], existing: ExistingLookups
    ) -> ReadChunk:
        """The chunk's values and what is wrong with them."""
        reasons: Reasons = {place: (fault,) for place, fault in chunk.faults.items()}
        rows = self._even(chunk.rows, reasons)
        cells: list[Sequence[str]] = list(zip(*rows, strict=True))
        columns: dict[str, Sequence[Plain]] = {
            key: [value] * len(chunk.rows) for key, value in self._constants.items()
        }
        read = ReadChunk(columns, [], reasons, rows)
        for key, (place, reader) in self._readers.items():
            column = cells[place]
            if key in self._times:
                column = joined(column, cells[self._times[key]])
            columns[key], wrong = reader(column)
            for row, reason in wrong.items():
                read.add(row, reason)
        self._spare(read)
        if self._undated:
            self._date_closings(columns, read)
        for check in checks:
            for row, reason in check(columns):
                read.add(row, reason)
        self._check_links(read, existing)
        reasons.update((place, (Reason(REPEATED),)) for place in self._repeated(cells))
        if self._above:
            again = self._repeated_above(rows)
            reasons.update((place, (Reason(REPEATED_ABOVE),)) for place in again)
        # What a row with broken quotation marks seems to hold is no second fault of it.
        reasons.update((place, (fault,)) for place, fault in chunk.faults.items() if fault.blocks)
        read.values.extend(zip(*(columns[key] for key in self._keys), strict=True))
        return read

    def _spare(self, read: ReadChunk) -> None:
        """Rows that need not have a field do not miss it."""
        for key, (other, words) in self._kind.declared.spared.items():
            missing, others = (
                Reason(MISSING, field_of(self._kind, key)),
                read.columns.get(other, ()),
            )
            lacking = [place for place, some in read.reasons.items() if missing in some]
            for place in lacking if others else ():
                if str(others[place]) in words:
                    read.drop(place, missing)

    def _repeated(self, cells: Sequence[Sequence[str]]) -> list[int]:
        """The places of rows that say no more than the headings, as where sheets were put together.

        In another language, or in other words for the fields, they say as much. Most chunks have
        none, which is quick to see.
        """
        if not cells or not self._headings or self._first_headings.isdisjoint(cells[self._first]):
            return []
        return [
            row
            for row in range(len(cells[self._first]))
            if all(
                " ".join(cells[place][row].split()).casefold() == name.casefold()
                or plain_heading(cells[place][row]) in self._names[place]
                for place, name in self._headings.items()
            )
        ]

    def _spellings(self, place: int) -> frozenset[str]:
        """How the heading of a column is written, or its field is called."""
        names = (self._headings.get(place, ""), *self._names.get(place, ()))
        ways = (str.upper, str.lower, str.title, str.capitalize)
        return frozenset((*names, *(way(name) for name in names for way in ways)))

    def _repeated_above(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """The places of rows that say what a line above the headings says, as on each page."""
        return [
            place
            for place, row in enumerate(rows)
            if next(filter(None, map(str.strip, row)), "") in self._first_above
            and tuple(filter(None, map(str.strip, row))) in self._above
        ]

    def _date_closings(self, columns: dict[str, Sequence[Plain]], read: ReadChunk) -> None:
        """Fill in by the user's rule when complaints were closed; each such row says so."""
        dated = dated_by(self._undated, columns, self._now)
        columns["closed_at"] = dated.closed
        read.assumed.update(dated.places)
        for place in dated.places:
            reason = Reason(BY_RULE, field_of(self._kind, "closed_at"), blocks=False)
            read.add(place, reason)

    def _even(self, rows: list[list[str]], reasons: Reasons) -> list[list[str]]:
        """The rows all as wide as the headings.

        Cells beyond the headings' own row are wrong unless empty; those under an empty end of it
        are only left out.
        """
        width = self._width
        if set(map(len, rows)) == {width}:
            return rows
        for place, row in enumerate(rows):
            beyond = " ".join(filter(None, map(str.strip, row[width:])))
            if beyond:
                too_many = any(map(str.strip, row[self._heading_cells :]))
                text = TOO_MANY_CELLS if too_many else NO_HEADING
                reason = Reason(text, value=beyond, blocks=too_many)
                reasons[place] = (*reasons.get(place, ()), reason)
        return [fitted(row, width) for row in rows]

    def _check_links(self, read: ReadChunk, existing: ExistingLookups) -> None:
        for key, ask in existing.items():
            cells = read.columns.get(key, ())
            new = {cell for cell in cells if isinstance(cell, str) and cell}
            new = {cell for cell in new if (key, cell) not in self._links}
            linked = ask(new) if new else ()
            self._links.update({(key, cell): cell in linked for cell in new})
            if not all(self._links.get((key, cell), True) for cell in cells):
                target = field_of(self._kind, key)
                for place, cell in enumerate(cells):
                    if not self._links.get((key, cell), True):
                        read.add(place, Reason(UNKNOWN_LINK, target, str(cell)))


def _constants(mapping: ImportMapping, reading: Reading) -> dict[str, Plain]:
    """The values that are the same in every row; a UserError where one cannot be read."""
    by_key: dict[str, Plain] = {}
    for key, text in mapping.constants.items():
        column = reader_of(field_of(mapping.kind, key), reading)([text])
        if column.reasons:
            raise UserError(column.reasons[0].sentence)
        by_key[key] = column.values[0]
    return by_key
