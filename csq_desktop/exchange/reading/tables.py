"""A table made of the rows of a file: its headings, its chunks, and whether it has changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import compress, count, islice
from pathlib import Path

from csq_desktop.domain.imports.list_lines import is_remark
from csq_desktop.domain.imports.tables import RowChunk, Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned
from csq_desktop.exchange.matching.headings import plain_heading, usual_headings
from csq_desktop.exchange.reading.limits import FileLimits, too_many_columns
from csq_desktop.texts import tr

_FULL_ENOUGH, _MOSTLY, _HALF = 0.6, 0.7, 0.5


def is_unchanged(table: Table) -> bool:
    """Whether the file is still the one that was opened, as far as its size and time tell."""
    if table.stamp is None:
        return True
    return table.path.is_file() and stamp_of(table.path) == table.stamp


def stamp_of(path: Path) -> tuple[int, int]:
    """A file's size in bytes and its time of change in nanoseconds."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def heading_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows holds the headings: the first that is about as full as the table's.

    Exports often begin with a title or a few lines about the report; these may be more than the
    rows of a short table, but they hold fewer cells, or remarks. A row of usual headings below one
    that has none is more likely to be it.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not any(filled):
        raise UserError(tr("The file is empty."))
    enough = _usual_width(filled) * _FULL_ENOUGH
    full = [n for n, count in enumerate(filled) if count >= enough]
    usual = {n: usual_headings_in(rows[n]) for n in full}
    first = next((n for n in full if usual[n] or not _is_remark(rows[n])), full[0])
    best = max(usual, key=usual.__getitem__)
    is_better = usual[best] >= max(2, filled[best] * _HALF) and usual[best] > 2 * usual[first]
    return best if is_better else first


def usual_headings_in(row: Sequence[str]) -> int:
    """How many cells of a row are what a field of some import is called."""
    names = usual_headings()
    return sum(cell.strip()[-1:] not in ":：" and plain_heading(cell) in names for cell in row)


def _is_remark(row: Sequence[str]) -> bool:
    return is_remark(next(filter(str.strip, row)))


def _usual_width(filled: Sequence[int]) -> int:
    """How many cells the rows of the table have: the width whose rows hold the most cells.

    Once the table has begun, nearly all rows are of it. A single row is no table beside several
    that are alike: it has stray commas.
    """
    alike = {
        width: sum(width * _FULL_ENOUGH <= count <= width for count in filled)
        for width in filled
        if width and _goes_on(width, filled)
    }
    several = {width: rows for width, rows in alike.items() if rows > 1} or alike
    return max(several, key=lambda width: (width * several[width], width))


def _goes_on(width: int, filled: Sequence[int]) -> bool:
    """Whether most rows are about so full from the first such row on."""
    full = [count >= width * _FULL_ENOUGH for count in filled if count]
    return sum(full) >= _MOSTLY * (len(full) - full.index(True))


def lines_above(rows: Sequence[Sequence[str]], place: int) -> frozenset[tuple[str, ...]]:
    """The lines above the headings, which printed lists repeat on each page."""
    lines = (tuple(filter(None, map(str.strip, row))) for row in rows[:place])
    return frozenset(filter(None, lines))


def columns_of(rows: Sequence[Sequence[str]], place: int, limits: FileLimits) -> tuple[str, ...]:
    """The headings in a row, with names for empty ones that the rows below have cells under."""
    filled = max((_filled_width(row) for row in rows[place + 1 :]), default=0)
    columns = headings(rows[place], min(filled, limits.columns))
    if len(columns) > limits.columns:
        raise too_many_columns(limits)
    return columns


def _filled_width(row: Sequence[str]) -> int:
    """How many cells there are up to the last that holds more than spaces."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def headings(row: Sequence[str], filled: int) -> tuple[str, ...]:
    """Headings made usable: named where empty, told apart where the same.

    Their empty end is cut, but for the first `filled` columns.
    """
    names = [" ".join(cleaned(cell).split()) for cell in row]
    while len(names) > filled and not names[-1]:
        names.pop()
    own = frozenset(names)
    numbers: defaultdict[str, Iterator[int]] = defaultdict(partial(count, 2))
    unique_names: dict[str, None] = {}
    for place, heading in enumerate(names, start=1):
        name = free = heading or tr("Column {n}", n=place)
        while free in unique_names or (free != name and free in own):
            free = f"{name} ({next(numbers[name])})"
        unique_names[free] = None
    return tuple(unique_names)


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
