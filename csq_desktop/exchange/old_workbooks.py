"""A look into old binary workbooks (xls) before the reader opens them.

Such a file is a small file system of sectors (compound file) with one stream of records. The
reader trusts the row and column numbers of the records; one false number would make it reserve
more memory than any machine has and end the program. So the records are walked first.
"""

import struct
from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.exchange.workbook_parts import damaged, protected, too_wide_apart
from csq_desktop.texts import tr

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA
_HEADER = struct.Struct("<HH")
_LAST_COLUMN = 256
_PASSWORD = 0x002F
_CELLS = frozenset(
    (0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0001,
     0x0002, 0x0003, 0x0004, 0x0005, 0x0406, 0x0206)
)  # fmt: skip
_STREAM = 2
_RUNS = frozenset((0x00BD, 0x00BE))


def inspect(path: Path) -> None:
    """A UserError where an xls file may not be opened."""
    try:
        streams = _Compound(path.read_bytes()).streams()
    except (struct.error, IndexError, ValueError):
        raise damaged() from None
    if any(name == "encryptedpackage" for name, _ in streams):
        raise protected()
    books = [content for name, content in streams if name in ("workbook", "book")]
    if not books:
        raise UserError(tr("The file is not a spreadsheet."))
    for book in books:
        _walk(book)


def _walk(book: bytes) -> None:
    """Every record's place on the sheet lies within what the format allows."""
    place, end = 0, len(book) - 3
    while place < end:
        kind, size = _HEADER.unpack_from(book, place)
        if kind == _PASSWORD:
            raise protected()
        if kind in _CELLS and size >= 4 and place + 4 + size <= len(book):
            last = _HEADER.unpack_from(book, place + (2 + size if kind in _RUNS else 6))[0]
            first = _HEADER.unpack_from(book, place + 6)[0]
            if max(first, last) >= _LAST_COLUMN:
                raise too_wide_apart()
        place += 4 + size


def _is_used(sector: int) -> bool:
    return sector < _NO_SECTOR


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", errors="replace").split("\0")[0].lower()


class _Compound:
    """The sectors of a compound file (MS-CFB), read without trusting any of its numbers."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        power, mini_power = struct.unpack_from("<HH", raw, 30)
        if power not in (9, 12) or mini_power != 6:
            raise ValueError(power)
        self._size = 1 << power
        tables, self._directory = struct.unpack_from("<I", raw, 44)[0], self._int(48)
        self._cutoff, mini_first = self._int(56), self._int(60)
        self._next = self._links(self._table_sectors(tables))
        self._mini_next = self._links(self._chain(mini_first, self._next))
        self._mini = b""

    def _int(self, place: int) -> int:
        found: int = struct.unpack_from("<I", self._raw, place)[0]
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._raw[start : start + self._size]

    def _table_sectors(self, count: int) -> list[int]:
        """The sectors that hold the table of links: 109 in the header, the rest in a chain."""
        if count > len(self._raw) // self._size:
            raise ValueError(count)
        found = [
            number for number in struct.unpack_from("<109I", self._raw, 76) if _is_used(number)
        ]
        sector, per = self._int(68), self._size // 4 - 1
        for _ in range(count):
            if len(found) >= count or not _is_used(sector):
                break
            piece = struct.unpack(f"<{per + 1}I", self._sector(sector))
            found += filter(_is_used, piece[:per])
            sector = piece[per]
        return found[:count]

    def _links(self, sectors: list[int]) -> list[int]:
        raw = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _chain(self, first: int, links: list[int]) -> list[int]:
        found: list[int] = []
        while _is_used(first):
            if len(found) > len(links):
                raise ValueError(first)
            found.append(first)
            first = links[first]
        return found

    def streams(self) -> list[tuple[str, bytes]]:
        """Every stream with its name in small letters."""
        raw = b"".join(map(self._sector, self._chain(self._directory, self._next)))
        entries = [raw[place : place + 128] for place in range(0, len(raw) - 127, 128)]
        self._mini = self._stream(entries[0], root=True)
        return [
            (_name(entry), self._stream(entry, root=False))
            for entry in entries[1:]
            if entry[66] == _STREAM
        ]

    def _stream(self, entry: bytes, *, root: bool) -> bytes:
        first, size = struct.unpack_from("<II", entry, 116)
        if root or size >= self._cutoff:
            sectors = self._chain(first, self._next)
            return b"".join(map(self._sector, sectors))[:size]
        pieces = self._chain(first, self._mini_next)
        return b"".join(self._mini[number * 64 : number * 64 + 64] for number in pieces)[:size]
