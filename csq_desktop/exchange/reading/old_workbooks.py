"""Old binary workbooks (xls), made harmless before the reader opens them.

The reader trusts the numbers of such a file: one false row number, one false size in its file
system, and it asks for more memory than any machine has, which ends the program. So the records
are walked first as the reader will walk them, and the workbook is handed over in a file system
of our own making.
"""

import struct
from collections.abc import Iterator

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading.compound import Compound, with_stream
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.refusals import damaged, protected, too_wide_apart
from csq_desktop.texts import tr

NAMES = ("Workbook", "Book", "WORKBOOK", "BOOK")
_HEADER = struct.Struct("<HH")
_LAST_COLUMN = 256
_MOST_SHEETS = 1_000
_PASSWORD, _SHEET, _BEGIN, _END, _DIMENSIONS, _RUN = 0x002F, 0x0085, 0x0809, 0x000A, 0x0200, 0x00BD
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD))


def harmless(raw: bytes, limits: FileLimits) -> bytes:
    """The same workbook in a file the reader may open; a UserError where there is none."""
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
    _measure(book, limits)
    return with_stream("Workbook", bytes(book))


def _measure(book: bytearray, limits: FileLimits) -> None:
    """A UserError where the sheets together would unfold too far; stated sizes are blanked."""
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
    if sum(_box(book, start) for start in starts) > limits.cell_box:
        raise too_wide_apart()


def _box(book: bytearray, start: int) -> int:
    """Cells of the rectangle a sheet uses; embedded charts do not count."""
    rows = columns = depth = 0
    for kind, place, size in _records(book, start):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif depth <= 1 and kind == _DIMENSIONS:
            book[place : place + size] = bytes(size)
        elif depth <= 1 and kind in _CELLS and size >= 4:
            row, column = _HEADER.unpack_from(book, place)
            last = _HEADER.unpack_from(book, place + size - 4)[1] if kind == _RUN else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, last + 1)
    if columns > _LAST_COLUMN:
        raise too_wide_apart()
    return rows * columns


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
