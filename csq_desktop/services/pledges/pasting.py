"""A block copied from a spreadsheet, laid over the rows of a table of counts.

Rows find their place by the day or the pledge they name, otherwise one after the other from where
the cursor stands. Columns find theirs by their headings, otherwise from left to right.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned_row
from csq_desktop.exchange.cells.values import is_nothing
from csq_desktop.exchange.matching.proposals import match_columns
from csq_desktop.services.typed_days import day_of
from csq_desktop.texts import tr

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1000, 40, 100_000
_NUMBERS = ("met", "missed", "over_maximum", "excluded")
_TYPED = (*_NUMBERS, "reason")
_DAY, _PLEDGE = "day", "pledge_code"
_DIGIT = re.compile(r"\d")
_DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True)
class CountPlace:
    """A row of the table: whose count of which day."""

    pledge: Pledge
    day: date

    def is_called(self, text: str) -> bool:
        """Whether a text is the pledge's code or its wording in any language."""
        wording = self.pledge.version_on(self.day).terms.wording
        return _plain(text) in map(_plain, (self.pledge.code, *wording.by_language.values()))


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
    columns = _headed(lines, today) or _unheaded(lines, places, today, at[1])
    rows, taken, below = [], set[int](), at[0]
    for line in lines[1 if columns.has_headings else 0 :]:
        cells = {field: line[place] for field, place in columns.fields.items()}
        row, trouble = _place_of(cells, places, today, below)
        below += 1
        if row in taken:
            row, trouble = None, tr("This row is there twice")
        if row is not None:
            taken.add(row)
        texts = {key: cells[key] for key in _TYPED if not is_nothing(cells.get(key, ""))}
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


def _headed(lines: Sequence[Sequence[str]], today: date) -> _Columns | None:
    """The columns by the headings in the first line; None where it has none."""
    heads = [head or str(place) for place, head in enumerate(lines[0], 1)]
    cells = {
        head: [_with_year(line[place], today) for line in lines[1:]]
        for place, head in enumerate(heads)
    }
    fields = {
        guess.key: heads.index(guess.column)
        for guess in match_columns(ImportKind.PLEDGE_COUNTS, cells)
    }
    if not set(fields) & set(_NUMBERS):
        return None
    unused = (head for place, head in enumerate(heads) if place not in fields.values())
    return _Columns(fields, tuple(unused), has_headings=True)


def _unheaded(
    lines: Sequence[Sequence[str]], places: Sequence[CountPlace], today: date, first: str
) -> _Columns:
    """The columns by what stands in them: days, pledges, and then numbers from left to right."""
    fields: dict[str, int] = {}
    unused = []
    for place, column in enumerate(zip(*lines, strict=True)):
        filled = [cell for cell in column if not is_nothing(cell)]
        counting = any(key in fields for key in _TYPED)
        key = None if counting else _naming(filled, places, today)
        if key is None or key in fields:
            key = _next(fields, first, in_words=_in_words(filled, today))
        if key is None:
            unused.append(str(place + 1))
        else:
            fields[key] = place
    return _Columns(fields, tuple(unused))


def _naming(filled: Sequence[str], places: Sequence[CountPlace], today: date) -> str | None:
    """What at least half of a column's cells name the rows by: days, pledges, or nothing."""
    days = sum(_day(cell, today) is not None for cell in filled)
    named = sum(any(place.is_called(cell) for place in places) for cell in filled)
    most = max(days, named)
    if not most or 2 * most < len(filled):
        return None
    return _DAY if days >= named else _PLEDGE


def _in_words(filled: Sequence[str], today: date) -> bool:
    """Whether a column holds words or days and no number.

    What has a digit is meant as a number, however it is written: it must not be passed over.
    """
    numbers = (_DIGIT.search(cell) and _day(cell, today) is None for cell in filled)
    return bool(filled) and not any(numbers)


def _next(fields: Mapping[str, int], first: str, *, in_words: bool) -> str | None:
    """The field the next column goes to; None for words where numbers are due, as weekdays are."""
    named = _DAY in fields or _PLEDGE in fields
    start = 0 if named or first not in _TYPED else _TYPED.index(first)
    counting = [_TYPED.index(key) for key in fields if key in _TYPED]
    due = _TYPED[max(counting) + 1 if counting else start :]
    if named and in_words and due:
        return _TYPED[-1] if counting else None
    return due[0] if due else None


def _place_of(
    cells: Mapping[str, str], places: Sequence[CountPlace], today: date, below: int
) -> tuple[int | None, str]:
    """The row a copied one goes to, or why it goes nowhere."""
    if _DAY not in cells and _PLEDGE not in cells:
        return (below, "") if below < len(places) else (None, tr("There are no more rows"))
    fitting = list(range(len(places)))
    if _DAY in cells:
        day = _day(cells[_DAY], today)
        if day is None:
            return None, tr("This is not a date")
        fitting = [row for row in fitting if places[row].day == day]
        if not fitting:
            return None, tr("This day is not in the table")
    if _PLEDGE in cells:
        fitting = [row for row in fitting if places[row].is_called(cells[_PLEDGE])]
        if not fitting:
            return None, tr("This pledge is not in the table")
    return (fitting[0], "") if len(fitting) == 1 else (None, tr("This fits several rows"))


def _day(cell: str, today: date) -> date | None:
    """The day a cell names; 3.5 is a number here, though people type the third of May so."""
    return None if _DECIMAL.fullmatch(cell) else day_of(cell, today)


def _with_year(cell: str, today: date) -> str:
    day = _day(cell, today)
    return cell if day is None else day.isoformat()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
