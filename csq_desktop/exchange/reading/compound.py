"""Compound files (MS-CFB), the small file systems old workbooks live in: read, and made anew."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_TABLE, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_SMALL = 4096
_STREAM = 2
_SECTOR = 4096
_LINKS = _SECTOR // 4
_IN_HEADER = 109


class Compound:
    """The streams of a compound file, read without trusting any of its numbers.

    Raises struct.error, IndexError or ValueError where the file contradicts itself.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        power, mini_power = struct.unpack_from("<HH", raw, 30)
        if power not in (9, 12) or mini_power != 6 or self._int(56) != _SMALL:
            raise ValueError(power)
        self._size = 1 << power
        self._next = self._links(self._table_sectors(self._int(44)))
        self._mini_next = self._links(self._chain(self._int(60), self._next))
        raw_entries = b"".join(map(self._sector, self._chain(self._int(48), self._next)))
        self._entries = [raw_entries[n : n + 128] for n in range(0, len(raw_entries) - 127, 128)]
        self._mini = self._content(self._entries[0], root=True)

    def streams(self) -> list[tuple[str, bytes]]:
        """Every stream with its name."""
        return [
            (_name(entry), self._content(entry, root=False))
            for entry in self._entries[1:]
            if entry[66] == _STREAM
        ]

    def _int(self, place: int) -> int:
        number: int = struct.unpack_from("<I", self._raw, place)[0]
        return number

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._raw[start : start + self._size]

    def _table_sectors(self, count: int) -> list[int]:
        """The sectors that hold the table of links: 109 in the header, the rest in a chain."""
        if count > len(self._raw) // self._size:
            raise ValueError(count)
        sectors = [*filter(_is_used, struct.unpack_from(f"<{_IN_HEADER}I", self._raw, 76))]
        sector, per = self._int(68), self._size // 4 - 1
        for _ in range(count):
            if len(sectors) >= count or not _is_used(sector):
                break
            piece = struct.unpack(f"<{per + 1}I", self._sector(sector))
            sectors += filter(_is_used, piece[:per])
            sector = piece[per]
        return sectors[:count]

    def _links(self, sectors: list[int]) -> list[int]:
        raw = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _chain(self, first: int, links: list[int]) -> list[int]:
        sectors: list[int] = []
        while _is_used(first):
            if len(sectors) > len(links):
                raise ValueError(first)
            sectors.append(first)
            first = links[first]
        return sectors

    def _content(self, entry: bytes, *, root: bool) -> bytes:
        first, size = struct.unpack_from("<II", entry, 116)
        if root or size >= _SMALL:
            return b"".join(map(self._sector, self._chain(first, self._next)))[:size]
        pieces = self._chain(first, self._mini_next)
        return b"".join(self._mini[number * 64 : number * 64 + 64] for number in pieces)[:size]


def _is_used(sector: int) -> bool:
    return sector < _LAST_SECTOR


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", errors="replace").split("\0")[0]


def with_stream(name: str, content: bytes) -> bytes:
    """A compound file that holds one stream and no surprises; at most 450 MB."""
    padded = content + bytes(-len(content) % _SECTOR or (_SECTOR if not content else 0))
    sectors = len(padded) // _SECTOR
    tables = 1
    while tables * _LINKS < tables + 1 + sectors:
        tables += 1
    chain = [*range(tables + 2, tables + 1 + sectors), _END]
    links = [*[_TABLE] * tables, _END, *chain]
    links += [_FREE] * (tables * _LINKS - len(links))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        *(MAGIC, 0x3E, 3, 0xFFFE, 12, 6),
        *(0, tables, tables, 0, _SMALL, _END, 0, _END, 0, 0),
    )[:76]
    head += struct.pack(f"<{_IN_HEADER}I", *range(tables), *[_FREE] * (_IN_HEADER - tables))
    directory = _entry("Root Entry", 5, _END, 0) + _entry(name, _STREAM, tables + 1, len(padded))
    return b"".join(
        (
            head.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(links)}I", *links),
            directory.ljust(_SECTOR, b"\0"),
            padded,
        )
    )


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    child = 1 if kind == 5 else _FREE
    return struct.pack(
        "<64sHBBIII36xIQ", written, len(written) + 2, kind, 1, _FREE, _FREE, child, first, size
    )
