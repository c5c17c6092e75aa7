"""Old binary workbooks (xls), made harmless before the reader opens them.

The reader trusts the numbers of such a file: one false row number, one false size in its file
system, and it asks for more memory than any machine has, which ends the program. So the records
are walked first as the reader will walk them, and the workbook is handed over in a file system
of our own making.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.number_formats import as_seen, makes_codes
from csq_desktop.exchange.cells.values import NO_VALUE
from csq_desktop.exchange.reading.compound import Compound, with_stream
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.lost_cells import ERROR_BY_CODE, SOME_ERROR, LostCells, Unseen
from csq_desktop.exchange.reading.refusals import damaged, protected, too_wide_apart
from csq_desktop.texts import tr

NAMES = ("Workbook", "Book", "WORKBOOK", "BOOK")
_HEADER = struct.Struct("<HH")
_LAST_COLUMN = 256
_MOST_SHEETS = 1_000
_PASSWORD, _SHEET, _BEGIN, _END, _DIMENSIONS, _RUN = 0x002F, 0x0085, 0x0809, 0x000A, 0x0200, 0x00BD
_DATES = 0x0022
_ROW, _ROW_SIZE, _ROW_HIDDEN = 0x0208, 16, 0x20
_FORMULA, _BOOL_OR_ERROR = 0x0006, 0x0205
_IS_ERROR, _IS_BLANK = 2, 3
_NUMBER, _SHORT_NUMBER = 0x0203, 0x027E
_FORMAT, _STYLE = 0x041E, 0x00E0
_SHORT = struct.Struct("<Hi")
_WIDE_TEXT = 0x0600
_EXACT = 1e15
_SUMMARY = "\x05SummaryInformation"
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD))


class OldBook(NamedTuple):
    """A workbook in a file the reader may open, and what it does not tell, sheet by sheet."""

    raw: bytes
    unseen: list[Unseen]
    from_1904: bool


def harmless(raw: bytes, limits: FileLimits) -> OldBook:
    """The same workbook made harmless; a UserError where there is none."""
    try:
        streams = dict(reversed(Compound(raw).streams()))
    except (struct.error, IndexError, ValueError):
        raise damaged() from None
    if "EncryptedPackage" in streams:
        raise protected()
    workbook = next((streams[name] for name in NAMES if name in streams), None)
    if workbook is None:
        raise UserError(tr("The file is not a spreadsheet."))
    book = bytearray(workbook)
    starts = _starts(book, limits)
    codes = _codes(book)
    sheets = [_Sheet(book, start, codes) for start in starts]
    if sum(sheet.box for sheet in sheets) > limits.cell_box:
        raise too_wide_apart()
    # Office programs write a summary beside the sheets; other software often works nothing out.
    is_worked_out = _SUMMARY in streams or any(sheet.has_values for sheet in sheets)
    unseen = [sheet.unseen(is_worked_out=is_worked_out) for sheet in sheets]
    dates = (book[place] for kind, place, size in _records(book, 0) if kind == _DATES and size)
    return OldBook(with_stream("Workbook", bytes(book)), unseen, bool(next(dates, 0)))


def _starts(book: bytearray, limits: FileLimits) -> list[int]:
    """Where the sheets begin; a UserError where there are too many or a password."""
    starts = []
    for kind, place, size in _records(book, 0):
        if kind == _PASSWORD:
            raise protected()
        if kind == _SHEET and size >= 4:
            starts.append(struct.unpack_from("<I", book, place)[0])
        if kind == _END:
            break
    if len(starts) > _MOST_SHEETS or len(starts) * len(book) > 100 * limits.sheet_bytes:
        raise damaged()
    return starts


def _codes(book: bytearray) -> dict[int, str]:
    """The number formats that make codes of numbers, by style."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    wide = False
    for kind, place, size in _records(book, 0):
        if kind == _END:
            break
        if kind == _BEGIN and size >= 4:
            wide = _HEADER.unpack_from(book, place)[0] >= _WIDE_TEXT
        elif kind == _STYLE and size >= 4:
            styles.append(_HEADER.unpack_from(book, place)[1])
        elif kind == _FORMAT and size >= 5:
            text = _format_code(bytes(book[place : place + size]), wide=wide)
            if makes_codes(text):
                formats[_HEADER.unpack_from(book, place)[0]] = text
    return {style: formats[name] for style, name in enumerate(styles) if name in formats}


def _format_code(content: bytes, *, wide: bool) -> str:
    """The text of a number format: two bytes a letter or one, as Excel 97 and later say of each."""
    if not wide:
        return content[3:].decode("cp1252", "replace")
    return content[5:].decode("utf-16-le" if content[4] & 1 else "latin-1", "replace")


class _Sheet:
    """The cells of a sheet, walked once: their rectangle, errors, formulas, codes and hidden rows.

    `box` are the cells of the rectangle it uses; embedded charts do not count. Its stated size is
    blanked. A formula that gives an empty text looks like one that nobody worked out.
    """

    def __init__(self, book: bytearray, start: int, codes: Mapping[int, str]) -> None:
        self.has_values = False
        self._codes = codes
        self._rows = self._columns = 0
        self._hidden, self._filled = set[int](), set[int]()
        self._lost, self._blanks = LostCells(), LostCells()
        self.box = self._walk(book, start)

    def _walk(self, book: bytearray, start: int) -> int:
        depth = 0
        for kind, place, size in _records(book, start):
            if kind == _BEGIN:
                depth += 1
            elif kind == _END:
                depth -= 1
                if depth <= 0:
                    break
            elif depth <= 1:
                self._take(book, kind, place, size)
        if self._columns > _LAST_COLUMN:
            raise too_wide_apart()
        return self._rows * self._columns

    def _take(self, book: bytearray, kind: int, place: int, size: int) -> None:
        """Look at a record of the sheet itself."""
        if kind == _DIMENSIONS:
            book[place : place + size] = bytes(size)
        elif kind == _ROW and size >= _ROW_SIZE and book[place + 12] & _ROW_HIDDEN:
            self._hidden.add(_HEADER.unpack_from(book, place)[0])
        elif kind in _CELLS and size >= 4:
            row, column = _HEADER.unpack_from(book, place)
            last = _HEADER.unpack_from(book, place + size - 4)[1] if kind == _RUN else column
            self._rows = max(self._rows, row + 1)
            self._columns = max(self._columns, column + 1, last + 1)
            self._filled.add(row)
            if kind in (_FORMULA, _BOOL_OR_ERROR):
                self._see(row, column, kind, bytes(book[place + 6 : place + min(size, 14)]))
            if self._codes:
                self._take_codes(kind, bytes(book[place : place + size]))

    def _see(self, row: int, column: int, kind: int, value: bytes) -> None:
        """Remember a cell by its value: two bytes of its own, or the eight of a formula."""
        if kind == _BOOL_OR_ERROR:
            if value[1:2] == b"\1":
                self._lost.add(row, column, ERROR_BY_CODE.get(value[0], SOME_ERROR))
        elif value[6:] != b"\xff\xff" or value[0] not in (_IS_ERROR, _IS_BLANK):
            self.has_values = True
        elif value[0] == _IS_ERROR:
            self._lost.add(row, column, ERROR_BY_CODE.get(value[2], SOME_ERROR))
        else:
            self._blanks.add(row, column, NO_VALUE)

    def _take_codes(self, kind: int, cell: bytes) -> None:
        """Remember numbers of a record that their format makes codes of."""
        row, column = _HEADER.unpack_from(cell)
        for place, (style, number) in enumerate(_numbers(kind, cell)):
            if style in self._codes and 0 <= number < _EXACT:
                code = as_seen(self._codes[style], f"{number:.15g}")
                if code:
                    self._lost.add(row, column + place, code)

    def unseen(self, *, is_worked_out: bool) -> Unseen:
        """What the reader does not tell."""
        lost = self._lost.by_row if is_worked_out else self._lost.joined(self._blanks)
        return Unseen(lost, len(self._hidden & self._filled))


def _numbers(kind: int, cell: bytes) -> Iterator[tuple[int, float]]:
    """Style and value of each number in a record of cells."""
    if kind in (_NUMBER, _FORMULA) and len(cell) >= 14:
        style, value = struct.unpack_from("<Hd", cell, 4)
        yield style, value
    elif kind == _SHORT_NUMBER and len(cell) >= 10:
        yield _short_number(cell, 4)
    elif kind == _RUN:
        for place in range(4, len(cell) - 7, 6):
            yield _short_number(cell, place)


def _short_number(cell: bytes, place: int) -> tuple[int, float]:
    """Style and value of a number in four bytes, whose last two bits say how it is written."""
    style, short = _SHORT.unpack_from(cell, place)
    if short & 2:
        value = float(short >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<ii", 0, short & ~3))[0]
    return style, value / 100 if short & 1 else value


def _records(book: bytearray, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record's content."""
    end = len(book)
    while place + 4 <= end:
        kind, size = _HEADER.unpack_from(book, place)
        place += 4
        if place + size > end:
            return
        yield kind, place, size
        place += size
