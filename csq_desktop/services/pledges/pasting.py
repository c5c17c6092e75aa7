"""A block copied from a spreadsheet, laid over the rows of a table of counts.

Rows find their place by the day or the pledge they name, otherwise one after the other from where
the cursor stands. Columns find theirs by their headings, otherwise from left to right.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.pledges.fields import COUNTED, TYPED
from csq_desktop.domain.words.names import name_key
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned_row
from csq_desktop.exchange.cells.values import is_nothing
from csq_desktop.exchange.matching.proposals import match_columns
from csq_desktop.services.typed_days import day_of
from csq_desktop.texts import tr

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1000, 40, 100_000
_DAY, _PLEDGE = "day", "pledge_code"
_DIGIT = re.compile(r"\d")
_DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class CountPlace:
    """A row of the table: whose count of which day."""

    pledge: Pledge
    day: date

    @property
    def names(self) -> frozenset[str]:
        """What the pledge is called: its code, and its wording in any language."""
        wording = self.pledge.version_on(self.day).terms.wording
        return frozenset(map(name_key, (self.pledge.code, *wording.by_language.values())))


@dataclass(frozen=True)
class PastedRow:
    """One copied row: the row it goes to and the texts of its cells by field.

    `row` is None where it has no place, and `trouble` says why.
    """

    named: str
    row: int | None
    texts: Mapping[str, str]
    trouble: str = ""


@dataclass(frozen=True)
class PastedBlock:
    """All copied rows, and the columns that no field takes, by their headings or numbers."""

    rows: tuple[PastedRow, ...]
    unused: tuple[str, ...]


class _Table:
    """The rows of the table, by the days and the pledges that copied cells may name them by."""

    def __init__(self, places: Sequence[CountPlace], today: date) -> None:
        self._places, self._today = places, today
        self._rows: dict[str, list[int]] = {}
        for row, place in enumerate(places):
            for name in place.names:
                self._rows.setdefault(name, []).append(row)

    def day(self, cell: str) -> date | None:
        """The day a cell names; 3.5 is a number here, though people type the third of May so."""
        return None if _DECIMAL.fullmatch(cell) else day_of(cell, self._today)

    def rows_called(self, cell: str) -> Sequence[int]:
        """The rows of the pledge that a cell names."""
        return self._rows.get(name_key(cell), ())

    def naming(self, filled: Sequence[str]) -> str | None:
        """What at least half of a column's cells name the rows by: days, pledges, or nothing."""
        days = sum(self.day(cell) is not None for cell in filled)
        named = sum(bool(self.rows_called(cell)) for cell in filled)
        most = max(days, named)
        if not most or 2 * most < len(filled):
            return None
        return _DAY if days >= named else _PLEDGE

    def place_of(self, cells: Mapping[str, str], below: int) -> tuple[int | None, str]:
        """The row a copied one goes to, or why it goes nowhere."""
        if _DAY not in cells and _PLEDGE not in cells:
            if below < len(self._places):
                return below, ""
            return None, tr("There are no more rows")
        fitting: Sequence[int] = range(len(self._places))
        if _DAY in cells:
            day = self.day(cells[_DAY])
            if day is None:
                return None, tr("This is not a date")
            fitting = [row for row in fitting if self._places[row].day == day]
            if not fitting:
                return None, tr("This day is not in the table")
        if _PLEDGE in cells:
            called = self.rows_called(cells[_PLEDGE])
            fitting = [row for row in fitting if row in called]
            if not fitting:
                return None, tr("This pledge is not in the table")
        return (fitting[0], "") if len(fitting) == 1 else (None, tr("This fits several rows"))


@dataclass(frozen=True)
class _Columns:
    fields: Mapping[str, int]
    unused: tuple[str, ...]
    has_headings: bool = False


def is_block(text: str) -> bool:
    """Whether a copied text has more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def pasted(
    text: str, places: Sequence[CountPlace], today: date, at: tuple[int, str]
) -> PastedBlock:
    """Lay a copied text over the rows of a table; `at` is the row and field to begin from.

    Cells that say nothing change nothing. A UserError when there is nothing to paste, too much, or
    a quotation mark is not closed.
    """
    lines = _lines(text)
    table = _Table(places, today)
    columns = _headed(lines, table) or _unheaded(lines, table, at[1])
    rows, taken, below = [], set[int](), at[0]
    for line in lines[1 if columns.has_headings else 0 :]:
        cells = {field: line[place] for field, place in columns.fields.items()}
        row, trouble = table.place_of(cells, below)
        below += 1
        if row in taken:
            row, trouble = None, tr("This row is there twice")
        if row is not None:
            taken.add(row)
        texts = {key: cells[key] for key in TYPED if not is_nothing(cells.get(key, ""))}
        named = "  ".join(cells[key] for key in (_DAY, _PLEDGE) if cells.get(key))
        rows.append(PastedRow(named, row, texts, trouble))
    return PastedBlock(tuple(rows), columns.unused)


def _lines(text: str) -> list[list[str]]:
    """The rows of a copied text that say something, all of one width."""
    if len(text) > MOST_LETTERS:
        raise _too_much()
    try:  # strict: an unclosed quotation mark would make one cell of all the rows behind it
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error as fault:
        raise UserError(
            tr("A quotation mark in the copied cells is not closed. Correct it and copy again.")
        ) from fault
    width = max(map(len, records), default=0)
    cleaned = ([cell.strip() for cell in cleaned_row(record)] for record in records)
    lines = [cells + [""] * (width - len(cells)) for cells in cleaned if any(cells)]
    if len(lines) > MOST_ROWS or width > MOST_COLUMNS:
        raise _too_much()
    if not lines:
        raise UserError(tr("There are no cells to paste: copy them in your spreadsheet first."))
    return lines


def _too_much() -> UserError:
    return UserError(tr("That is too much to paste here. Save it as a file and import that."))


def _headed(lines: Sequence[Sequence[str]], table: _Table) -> _Columns | None:
    """The columns by the headings in the first line; None where it has none."""
    heads = [head or str(place) for place, head in enumerate(lines[0], 1)]
    cells = {
        head: [_with_year(line[place], table) for line in lines[1:]]
        for place, head in enumerate(heads)
    }
    fields = {
        guess.key: heads.index(guess.column)
        for guess in match_columns(ImportKind.PLEDGE_COUNTS, cells)
    }
    if not set(fields) & set(COUNTED):
        return None
    unused = (head for place, head in enumerate(heads) if place not in fields.values())
    return _Columns(fields, tuple(unused), has_headings=True)


def _unheaded(lines: Sequence[Sequence[str]], table: _Table, first: str) -> _Columns:
    """The columns by what stands in them: days, pledges, and then numbers from left to right."""
    fields: dict[str, int] = {}
    unused = []
    for place, column in enumerate(zip(*lines, strict=True)):
        filled = [cell for cell in column if not is_nothing(cell)]
        counting = any(key in fields for key in TYPED)
        key = None if counting else table.naming(filled)
        if key is None or key in fields:
            key = _next(fields, first, in_words=_in_words(filled, table))
        if key is None:
            unused.append(str(place + 1))
        else:
            fields[key] = place
    return _Columns(fields, tuple(unused))


def _in_words(filled: Sequence[str], table: _Table) -> bool:
    """Whether a column holds words or days and no number.

    What has a digit is meant as a number, however it is written: it must not be passed over.
    """
    numbers = (_DIGIT.search(cell) and table.day(cell) is None for cell in filled)
    return bool(filled) and not any(numbers)


def _next(fields: Mapping[str, int], first: str, *, in_words: bool) -> str | None:
    """The field the next column goes to; None for words where numbers are due, as weekdays are."""
    named = _DAY in fields or _PLEDGE in fields
    start = 0 if named or first not in TYPED else TYPED.index(first)
    counting = [TYPED.index(key) for key in fields if key in TYPED]
    due = TYPED[max(counting) + 1 if counting else start :]
    if named and in_words and due:
        return TYPED[-1] if counting else None
    return due[0] if due else None


def _with_year(cell: str, table: _Table) -> str:
    day = table.day(cell)
    return cell if day is None else day.isoformat()
