"""How large a rectangle the cells of a sheet use, told from its XML before the reader sees it."""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from csq_desktop.exchange.reading.refusals import damaged, too_wide_apart

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_ROW_DIGITS = 7
_LETTER = 26
_UNUSUAL_CELL = re.compile(rb"""<c(?! r="[A-Z]\d{1,7}")[^a-zA-Z][^>]{0,40}""")
_WIDE_CELL = re.compile(rb"""<c r="([A-Z]{2,3})\d{1,7}\"""")
_UNUSUAL_ROW = re.compile(rb"""<row(?! r="\d{1,7}")[\s/>]|:(?:c|row)[\s/>]""")
_LONG_NUMBERS = [re.compile(rb"""<(?:c|row) r="[A-Z]*\d{%d}""" % n) for n in range(_ROW_DIGITS + 2)]
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])")
_HIDING = (b"<!--", b"<![CDATA[")
_ODS_PIECE = re.compile(
    rb"""<(?:\w+:)?(table|table-row|(?:covered-)?table-cell)(?=[\s/>])"""
    rb"""((?:[^>"']|"[^"]*"|'[^']*')*)>"""
)
_TABLE_NAME = re.compile(rb"""\btable:name\s*=\s*["']([^"']*)["']""")
_HIDDEN = re.compile(rb"""\bvisibility\s*=\s*["'](?:collapse|filter)["']""")
_TELLING = (b"formula", b'"error"', b'"float"', b'"currency"')
_NOTE, _NOTE_END = b"<office:annotation", b"</office:annotation>"
_MOST_MERGED = 10_000
_SHOWN, _NEAR = 200, 64 << 10
_REPEATS = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([^"']*)["']""")


class Measure(Protocol):
    """Takes the XML of a sheet in pieces that cut no tag in two."""

    def take(self, piece: bytes) -> None:
        """Look at the next piece."""
        ...

    @property
    def box(self) -> int:
        """Cells of the rectangle: never fewer than the reader makes of it."""
        ...


class QuickMeasure:
    """An upper bound for sheets written the usual way; 0 for other parts, none for other ways.

    Nearly all cells are `<c r="B12"` in a row of their own number, so it is enough to look for
    those that are not, and for row numbers with more digits than any before.
    """

    def __init__(self) -> None:
        self._digits = 0
        self._columns = 0
        self.is_usual = True

    def take(self, piece: bytes) -> None:
        while self._digits <= _ROW_DIGITS and _LONG_NUMBERS[self._digits + 1].search(piece):
            self._digits += 1
            self._columns = max(self._columns, _LETTER)
        for match in _UNUSUAL_CELL.finditer(piece):
            wide = _WIDE_CELL.match(match[0])
            self.is_usual = self.is_usual and wide is not None
            if wide:
                self._columns = max(self._columns, column_number(wide[1]))
        self.is_usual = self.is_usual and not _UNUSUAL_ROW.search(piece)

    @property
    def box(self) -> int:
        rows: int = 10**self._digits
        return min(_LAST_ROW, rows) * self._columns


class ExactMeasure:
    """The rectangle of an xlsx sheet from every cell's own place, however it is written."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._rows_without = self._cells_in_row = self._widest_row = 0

    def take(self, piece: bytes) -> None:
        references = _REFERENCE.findall(piece)
        names = {name for name, _ in references}
        self._row = max([self._row, *(int(number) for _, number in references)])
        self._column = max([self._column, *map(column_number, names)])
        if self._row > _LAST_ROW or self._column > _LAST_COLUMN:
            raise too_wide_apart()
        bare = sum(1 for name, _ in references if not name)
        self._rows_without += max(0, len(_ROW.findall(piece)) - bare)
        if len(_CELL.findall(piece)) != len(references) - bare:
            self._count(piece)

    def _count(self, piece: bytes) -> None:
        """Cells without a place of their own stand one after the other."""
        _refuse_hiding(piece)
        for match in _ROW_OR_CELL.finditer(piece):
            self._cells_in_row = 0 if match[1] == b"row" else self._cells_in_row + 1
            self._widest_row = max(self._widest_row, self._cells_in_row)

    @property
    def box(self) -> int:
        return (self._row + self._rows_without) * (self._column + self._widest_row)


def column_number(name: bytes) -> int:
    """The number of a column by its letters, A being 1; beyond any sheet for absurd names."""
    number = 0
    for letter in name[:4].upper():
        number = number * _LETTER + letter - 64
    return number


def _refuse_hiding(piece: bytes) -> None:
    """What a comment hides from the reader it does not hide from us, and the other way round."""
    if any(mark in piece for mark in _HIDING):
        raise damaged()


Merged = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged one, by row and column from 0."""
Place = tuple[str, range, range]
"""A cell of an ods file: its sheet, and the rows and columns it is repeated over."""


class OdsMeasure:
    """The rectangles of all ods sheets; repeated cells count only where they hold something.

    The XML must be whole: the reader would look for a missing end for ever. Cells with a formula
    or a number go to `see` with their place, their attributes and what stands behind their tag.
    `hidden_rows` counts the filled rows that are not shown, `merged` are the merged cells, both by
    sheet.
    """

    def __init__(self, see: Callable[[Place, bytes, bytes], None]) -> None:
        self._see = see
        self._sheet, self._waiting = "", b""
        self._parser = expat.ParserCreate("utf-8")
        self._above = self._repeats = self._place = 0
        self._height = self._width = self._earlier = 0
        self._hides = False
        self.hidden_rows: Counter[str] = Counter()
        self.merged: defaultdict[str, list[Merged]] = defaultdict(list)

    def take(self, piece: bytes) -> None:
        self._parse(piece, is_last=False)
        _refuse_hiding(piece)
        whole = self._waiting + piece
        self._waiting = _last_telling(whole)
        for match in _ODS_PIECE.finditer(whole, 0, len(whole) - len(self._waiting)):
            self._measure(match, whole)

    def _measure(self, match: re.Match[bytes], whole: bytes) -> None:
        repeats = _repeats(match[2])
        if match[1] == b"table":
            self._earlier += self._height * self._width
            self._above = self._repeats = self._height = self._width = 0
            name = _TABLE_NAME.search(match[2])
            self._sheet = html.unescape(name[1].decode("utf-8", "replace")) if name else ""
        elif match[1] == b"table-row":
            self._above += self._repeats
            self._repeats, self._place = repeats, 0
            self._hides = _HIDDEN.search(match[2]) is not None
        else:
            if any(sign in match[2] for sign in _TELLING):
                rows = range(self._above, self._above + self._repeats)
                columns = range(self._place, self._place + repeats)
                begin = max(match.end(), _behind_note(whole, match.end()))
                self._see((self._sheet, rows, columns), match[2], whole[begin : begin + _SHOWN])
            if b"-spanned" in match[2] and len(self.merged[self._sheet]) < _MOST_MERGED:
                first = (self._above, self._place)
                down, along = (_spanned(match[2], what) for what in (b"rows", b"columns"))
                last = (first[0] + down - 1, first[1] + along - 1)
                self.merged[self._sheet].append((first, last))
            self._place += repeats
            if b"value-type" in match[2] or not match[2].endswith(b"/"):
                self._height = max(self._height, self._above + self._repeats)
                self._width = max(self._width, self._place)
                self.hidden_rows[self._sheet] += self._repeats if self._hides else 0
                self._hides = False

    def _parse(self, piece: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError:
            raise damaged() from None

    @property
    def box(self) -> int:
        self._parse(b"", is_last=True)
        for match in _ODS_PIECE.finditer(self._waiting):
            self._measure(match, self._waiting)
        return self._earlier + self._height * self._width


def _behind_note(xml: bytes, begin: int) -> int:
    """Where the comment on a cell ends, which stands before what the cell shows."""
    if not xml.startswith(_NOTE, xml.find(b"<", begin)):
        return begin
    return xml.find(_NOTE_END, begin) + len(_NOTE_END)


def _spanned(attributes: bytes, what: bytes) -> int:
    """Over how many rows or columns a cell is merged, 1 where it does not say."""
    match = re.search(rb"""\bnumber-%s-spanned\s*=\s*["'](\d{1,7})["']""" % what, attributes)
    return max(1, int(match[1])) if match else 1


def _last_telling(xml: bytes) -> bytes:
    """The end of a piece from its last cell on, whose text may stand in the next piece."""
    begin = xml.rfind(b"<", 0, max(0, xml.rfind(b"table-cell ")))
    is_near = begin >= 0 and len(xml) - begin < _NEAR
    is_telling = is_near and any(sign in xml[begin:] for sign in _TELLING)
    return xml[begin:] if is_telling else b""


def _repeats(attributes: bytes) -> int:
    match = _REPEATS.search(attributes)
    if match is None:
        return 1
    if not match[1].isdigit():
        raise damaged()
    return int(match[1])
