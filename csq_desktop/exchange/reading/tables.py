"""The table a file holds, whatever its format: headings, and rows of text in chunks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from pathlib import Path
from typing import NamedTuple

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading.limits import SAMPLE_ROWS
from csq_desktop.texts import tr

_FULL_ENOUGH = 0.6


class RowChunk(NamedTuple):
    """Some rows as they stand in the file, blank ones left out, with their numbers from 1."""

    numbers: Sequence[int]
    rows: list[list[str]]


@dataclass(frozen=True)
class Table:
    """A file opened for reading; reading it again starts at the first row again.

    `encoding` and `delimiter` are None for spreadsheets, `sheets` is empty for text. `estimate`
    is the number of rows below the headings, exact but for line breaks inside cells and blank
    lines. `damaged` says that some bytes could not be read and stand as �. `sha256` is the
    file's, so that a plan can be held to the very same file later.
    """

    path: Path
    columns: tuple[str, ...]
    chunks: Callable[[], Iterator[RowChunk]]
    estimate: int
    sha256: str
    stamp: tuple[int, int]
    encoding: str | None = None
    encoding_sure: bool = True
    delimiter: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    damaged: bool = False
    notes: tuple[str, ...] = ()

    def is_unchanged(self) -> bool:
        """Whether the file is still the one that was opened, as far as its size and time tell."""
        return self.path.is_file() and stamp_of(self.path) == self.stamp

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its number."""
        for chunk in self.chunks():
            yield from zip(chunk.numbers, chunk.rows, strict=True)

    def sample(self, rows: int = SAMPLE_ROWS) -> list[list[str]]:
        """The first rows, each as wide as the headings."""
        width = len(self.columns)
        return [fitted(row, width) for _, row in islice(self.rows(), rows)]

    def column(self, name: str) -> Iterator[str]:
        """Every cell of one column, top to bottom."""
        place = self.columns.index(name)
        for chunk in self.chunks():
            yield from (row[place] if place < len(row) else "" for row in chunk.rows)


def stamp_of(path: Path) -> tuple[int, int]:
    """A file's size in bytes and its time of change in nanoseconds."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def fitted(row: list[str], width: int) -> list[str]:
    """The row cut or filled up to a width."""
    return row[:width] + [""] * (width - len(row))


def heading_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the headings: the first that is about as full as most rows.

    Exports often begin with a title or a few lines about the report.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    usual = Counter(count for count in filled if count).most_common(1)
    if not usual:
        raise UserError(tr("The file is empty."))
    return next(n for n, count in enumerate(filled) if count >= usual[0][0] * _FULL_ENOUGH)


def headings(row: Sequence[str]) -> tuple[str, ...]:
    """Headings made usable: named where empty, told apart where the same, the empty end cut."""
    names = [" ".join(cell.split()) for cell in row]
    while names and not names[-1]:
        names.pop()
    seen: Counter[str] = Counter()
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        name = name or tr("Column {n}", n=place)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def chunked(rows: Iterable[list[str]], first: int, size: int) -> Iterator[RowChunk]:
    """Rows in chunks with their numbers, the first one's being `first`; blank rows left out."""
    stream = iter(rows)
    while taken := list(islice(stream, size)):
        filled = [bool(row) and (bool(row[0].strip()) or _holds(row)) for row in taken]
        if all(filled):
            yield RowChunk(range(first, first + len(taken)), taken)
        elif any(filled):
            numbers = range(first, first + len(taken))
            yield RowChunk(list(compress(numbers, filled)), list(compress(taken, filled)))
        first += len(taken)


def _holds(row: Sequence[str]) -> bool:
    """Whether any cell holds more than spaces."""
    return any(map(str.strip, row))
