"""The records of a text, with faults of its quotation marks found in the rows where they are.

The csv module reads what is well written. It reads strictly, and where it stumbles, or where a row
does not get the width of the headings, the row is looked at by itself: an open mark must not
swallow the rows below, however many marks the rest of the file holds.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from csq_desktop.domain.imports.rows import Reason
from csq_desktop.exchange.reading.odd_marks import LineSource
from csq_desktop.texts import mark

UNCLOSED = mark("A quotation mark in this row is not closed: “{value}”. Close or remove it.")
ENCLOSING = mark("Quotation marks enclose several cells: “{value}”.")
CONTINUED = mark(
    "This row may be the rest of the one above, where a quotation mark is open: “{value}”."
)
STRAY = mark("A quotation mark inside a cell was read as it stands: “{value}”.")
INSIDE = mark("A cell goes on over a line that may be a row: “{value}”. Check its quotation marks.")
ZERO_BYTE = mark("The row holds a zero byte, which no text has: “{value}”.")
_BLOCK = 256 << 10
_LONGEST = 128 << 10
_VAIN, _VAIN_LINE = 16 << 20, 64
_MOST_LINES, _MOST_MENDED = 1_000, 20
_BLANKS = " \t\xa0\u3000\ufeff\u200b"
_DIGITS_ONLY = re.compile(r"[^\w]*\d[\d\W]*")


class _Parsed(NamedTuple):
    """Cells of a text; `strays` marks stand inside of them, `quoted` of these in quoted cells.

    `whole` says that every mark was closed and the text held one record.
    """

    cells: list[str]
    strays: int
    quoted: int
    whole: bool


class Records:
    """The records of a text in their order; `faults` are kept by number, counted from 1.

    `width` is the number of cells of the headings, as soon as it is known. A row with a fault that
    blocks is cut at every delimiter, and ends where its line does.
    """

    def __init__(self, source: LineSource, delimiter: str) -> None:
        self.width: int | None = None
        self.faults: dict[int, Reason] = {}
        self._source = source
        self._delimiter = delimiter
        # The csv module knows of spaces before a mark, and of no other blanks.
        self._odd_marks = [f'{blank}"' for blank in _BLANKS[1:] if blank != delimiter]
        self._held: list[str] = []
        self._number = self._vain = self._used = 0
        self._in_doubt = False
        self._usual: list[bool] = []

    def __iter__(self) -> Iterator[list[str]]:
        while self._held or self._more():
            records = self._all_at_once()
            yield from records
            self._number += len(records)
            for record in self._by_itself():
                yield record
                self._number += 1

    def _more(self) -> bool:
        """Hold the next lines; whether there are any."""
        self._held = self._source.readlines(_BLOCK)
        return bool(self._held)

    def _all_at_once(self) -> list[list[str]]:
        """The records of the held lines where nothing can be wrong with any, else none."""
        if self._in_doubt or self.width is None:
            return []
        text = "".join(self._held)
        if "\0" in text:
            return []
        if '"' not in text:
            lines, self._held = self._held, []
            return [line.rstrip("\r\n").split(self._delimiter) for line in lines]
        if any(pair in text for pair in self._odd_marks):
            return []
        records = self._read_strictly() or self._read_strictly(and_the_rest=True)
        if set(map(len, records)) - {0} != {self.width} or self._some_swallow(records):
            return []
        self._held = []
        return records

    def _read_strictly(self, *, and_the_rest: bool = False) -> list[list[str]]:
        """All held lines as the csv module reads them, and those of the last record's rest."""
        if and_the_rest:
            self._hold_the_rest()
        try:
            return list(self._strict(self._held))
        except csv.Error:
            return []

    def _strict(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)

    def _hold_the_rest(self) -> None:
        """Hold more lines up to the next that may close a mark."""
        size = 0
        while size < _LONGEST and (line := self._source.readline()):
            self._held.append(line)
            size += len(line)
            if line.count('"') % 2:
                return

    def _some_swallow(self, records: Sequence[Sequence[str]]) -> bool:
        """Whether some record of several lines has one that is as wide as the headings."""
        if len(records) == len(self._held):
            return False
        joined = map(self._delimiter.join, records)
        longer = (text.splitlines() for text in joined if "\n" in text or "\r" in text)
        return any(len(self._cut(line)) == self.width for lines in longer for line in lines)

    def _by_itself(self) -> Iterator[list[str]]:
        """The held lines record by record; more lines are held where the last one goes on."""
        place, last = 0, len(self._held)
        while place < last:
            record, count = self._record(place)
            lines = self._held[place : place + count]
            self._look_inside(record, lines)
            if any("\0" in line for line in lines):
                self._note(ZERO_BYTE, "".join(lines), blocks=True)
            place += count
            yield record
        del self._held[:place]

    def _look_inside(self, record: list[str], lines: Sequence[str]) -> None:
        """Note a line inside a cell that is as wide as a row; remember what rows look like."""
        if self._number + 1 in self.faults or self.width is None or not record:
            return
        if len(lines) == 1:
            self._usual = _shape(record)
            return
        inside = [line for cell in record for line in cell.splitlines()[1:]]
        is_row = len(self._cut(lines[0])) == self.width > 1
        widths = [len(self._cut(line)) for line in inside]
        wide = [
            line
            for line, width in zip(inside, widths, strict=True)
            if width == self.width > 1 or (is_row and width > self.width)
        ]
        if wide or len(record) > self.width:
            self._note(INSIDE, (wide or lines)[0], blocks=False)

    def _line(self, place: int) -> str:
        """A held line, read if need be; an empty text where the source has no more."""
        while place >= len(self._held):
            line = self._source.readline()
            if not line:
                return ""
            self._held.append(line)
        return self._held[place]

    def _record(self, place: int) -> tuple[list[str], int]:
        """The record that begins at a held line, and the number of its lines."""
        if self._in_doubt:
            return self._below_a_fault(place)
        if '"' not in self._held[place]:
            return self._naive(place), 1
        if any(pair in self._held[place] for pair in self._odd_marks):
            parsed = self._read_leniently(place, 1)
            if parsed is not None and not parsed.strays:
                return parsed.cells, 1
        record, count = self._properly(place)
        if record is not None and self._fits(record) and not self._swallows(place, count):
            return record, count
        return self._mended(place, record, count)

    def _properly(self, place: int) -> tuple[list[str] | None, int]:
        """What the csv module makes of the lines from here; None where it stumbles."""
        try:
            return next(self._strict(self._lines_from(place))), self._used
        except csv.Error:
            lines = self._held[place + 1 : place + self._used]
            self._vain += sum(map(len, lines)) + _VAIN_LINE * len(lines)
            return None, self._used

    def _lines_from(self, place: int) -> Iterator[str]:
        """Lines that one record may take: no more than any cell has, fewer after much in vain."""
        size = 0
        for count in range(_MOST_LINES if self._vain < _VAIN else 1):
            line = self._line(place + count)
            if not line or size > _LONGEST:
                return
            size += len(line)
            self._used = count + 1
            yield line

    def _fits(self, cells: Sequence[str]) -> bool:
        """Whether cells are as many as the headings, empty ones at the end aside."""
        width = self.width
        return width is None or (len(cells) >= width and not any(cells[width:]))

    def _swallows(self, place: int, count: int) -> bool:
        """Whether a line inside a record looks just like a row: as wide, digits where it has them.

        Lines of an address or a letter hardly ever do.
        """
        patterns = [_shape(self._naive(place)), self._usual]
        return any(
            len(cells) == self.width and True in (shape := _shape(cells)) and shape in patterns
            for cells in map(self._naive, range(place + 1, place + count))
        )

    def _naive(self, place: int) -> list[str]:
        return self._cut(self._held[place])

    def _cut(self, line: str) -> list[str]:
        """The cells of a line without regard to quotation marks."""
        plain = line.rstrip("\r\n")
        return plain.split(self._delimiter) if plain else []

    def _mended(self, place: int, record: list[str] | None, count: int) -> tuple[list[str], int]:
        """The best reading of a record with a fault; the fault is noted where one is left."""
        if record is None or self.width is not None:
            for lines in range(1, min(count if record else _MOST_MENDED, _MOST_MENDED) + 1):
                if not self._line(place + lines - 1):
                    break
                parsed = self._read_leniently(place, lines)
                if parsed is not None and not self._swallows(place, lines):
                    if parsed.quoted:
                        self._note(STRAY, "".join(self._held[place : place + lines]), blocks=False)
                    return parsed.cells, lines
        if record is None or (count > 1 and self._takes_in_rows(place, count)):
            return self._fault(UNCLOSED, place)
        if count == 1 and not self._fits(record) and self._encloses_all(place, record):
            return self._fault(ENCLOSING, place)
        return record, count

    def _encloses_all(self, place: int, record: list[str]) -> bool:
        """Whether marks stand around several cells, or around a row that has marks of its own."""
        if len(self._naive(place)) == self.width:
            return True
        return len(record) == 1 and len(self._inside(record[0])) == self.width

    def _inside(self, cell: str) -> list[str]:
        return _parsed(cell, self._delimiter, escapes=False).cells

    def _read_leniently(self, place: int, lines: int) -> _Parsed | None:
        """So many lines as one record that fits, marks in words read as they stand."""
        text = "".join(self._held[place : place + lines])
        for escapes in (True, False) if '\\"' in text else (False,):
            parsed = _parsed(text, self._delimiter, escapes=escapes)
            if parsed.whole and self._fits(parsed.cells):
                return parsed
        return None

    def _takes_in_rows(self, place: int, count: int) -> bool:
        """Whether a record that does not fit, or one of its lines that looks like a row, may be."""
        if self._swallows(place, count):
            return True
        return any(len(self._naive(line)) == self.width for line in range(place, place + count))

    def _below_a_fault(self, place: int) -> tuple[list[str], int]:
        """Below a fault only what is beyond doubt a row ends the doubt."""
        if not self._held[place].strip():
            return [], 1
        record, count = self._properly(place)
        if record is None or self._swallows(place, count):
            count = 1
        parsed = self._read_leniently(place, count)
        if parsed is not None and not parsed.strays:
            self._in_doubt = False
            return parsed.cells, count
        return self._fault(CONTINUED if record is not None else UNCLOSED, place)

    def _fault(self, text: str, place: int) -> tuple[list[str], int]:
        self._note(text, self._held[place], blocks=True)
        self._in_doubt = text != ENCLOSING
        return self._naive(place), 1

    def _note(self, text: str, line: str, *, blocks: bool) -> None:
        shown = " ".join(line.replace("\0", "�").split())
        self.faults[self._number + 1] = Reason(text, value=shown, blocks=blocks)


def _shape(cells: Sequence[str]) -> list[bool]:
    """Which cells hold digits without letters."""
    return [_DIGITS_ONLY.fullmatch(cell) is not None for cell in cells]


def _parsed(text: str, delimiter: str, *, escapes: bool) -> _Parsed:
    r"""The cells of one record; a mark closes its cell only before a delimiter or the end.

    A pair of marks stands for one, and so does \" where marks are `escapes`d.
    """
    return _Parser(text.rstrip("\r\n"), delimiter, escapes=escapes).read()


class _Parser:
    """Reads the cells of one record from the left to the right."""

    def __init__(self, text: str, delimiter: str, *, escapes: bool) -> None:
        self._text, self._delimiter, self._escapes = text, delimiter, escapes
        blanks = re.escape(_BLANKS.replace(delimiter, ""))
        end = rf"(?={re.escape(delimiter)}|[\r\n]|$)"
        self._opening = re.compile(rf'[{blanks}]*=?"')
        self._ending = re.compile(rf"[{blanks}]*{end}")
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self._strays = self._quoted = 0
        self._whole = True

    def read(self) -> _Parsed:
        """All cells."""
        text, cells, place = self._text, list[str](), 0
        while True:
            opened = self._opening.match(text, place)
            cell, place = self._enclosed(opened.end()) if opened else self._bare(place)
            cells.append(cell)
            if not text.startswith(self._delimiter, place) or place >= len(text):
                break
            place += len(self._delimiter)
        return _Parsed(cells, self._strays, self._quoted, self._whole and place >= len(text))

    def _bare(self, place: int) -> tuple[str, int]:
        match = self._plain.match(self._text, place)
        assert match is not None
        self._strays += match[0].count('"')
        return match[0], match.end()

    def _enclosed(self, place: int) -> tuple[str, int]:
        """A cell between marks; `place` is behind the first."""
        text, parts, strays = self._text, list[str](), 0
        while True:
            found_at = text.find('"', place)
            if found_at < 0:
                self._whole = False
                return "".join([*parts, text[place:]]), len(text)
            parts.append(text[place:found_at])
            place = found_at + 1
            if self._escapes and parts[-1].endswith("\\"):
                parts[-1] = parts[-1][:-1] + '"'
            elif text.startswith('"', place) and not (
                strays % 2 and self._ending.match(text, place + 1)
            ):
                parts.append('"')
                place += 1
            elif ending := self._ending.match(text, place):
                return "".join(parts), ending.end()
            elif text.startswith('"', place):
                parts.append('"')
                strays += 1
            else:
                parts.append('"')
                strays += 1
                self._strays += 1
                self._quoted += 1
