"""Quotation marks that are not those of the format: 'single', “curly” or doubled ones around cells.

Some programs write them around every cell of a column, some put whole lines into marks. They are
no part of what the cells say.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from csq_desktop.domain.imports.tables import RowChunk, Table
from csq_desktop.texts import tr

_STYLES = tuple(
    map(tuple, ("''", "“”", "‘’", "＂＂", "「」", "『』", "„“", "„”", "«»", "»«", "``", '“"'))
)
_ALL_STYLES = ('""', *map("".join, _STYLES))
# Bills of payment services begin every cell with ` so that sheets leave long numbers alone.
_FORCED = re.compile(r"`[^`]*")
_FORCED_NUMBER = re.compile(r"`[\d\s./:()+-]*\d[\d\s./:()+-]*")
_PROBE_LINES = 50
_NEARLY_ALL = 0.9
Mend = Callable[[str], str]


class LineSource(Protocol):
    """What lines of a text are read from."""

    def readline(self) -> str:
        """The next line, empty at the end."""
        ...

    def readlines(self, hint: int, /) -> list[str]:
        """The next lines, of about so many letters."""
        ...


class MendedLines:
    """Lines of a text, each put right on the way."""

    def __init__(self, source: LineSource, mend: Mend) -> None:
        self._source, self._mend = source, mend

    def readline(self) -> str:
        """The next line put right."""
        return self._mend(self._source.readline())

    def readlines(self, hint: int, /) -> list[str]:
        """The next lines put right."""
        return list(map(self._mend, self._source.readlines(hint)))


def marked_as_a_whole(text: str, delimiters: str) -> Mend | None:
    """What takes the marks off lines that stand in them as a whole, where nearly all do.

    Inside they have to be as wide as the headings: addresses with commas are cells.
    """
    mend = partial(_bare_line, delimiters=delimiters)
    head = mend(text.splitlines()[0]) if text else ""
    for mark in filter(head.__contains__, delimiters):
        if _most(text, partial(_is_whole, mend, mark, _width(head, mark))):
            return mend
    return None


def _is_whole(mend: Mend, delimiter: str, width: int, line: str) -> bool:
    return _is_mended(mend, line) and _width(mend(line), delimiter) == width


def _width(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _bare_line(line: str, delimiters: str) -> str:
    plain = line.rstrip("\r\n")
    if not (len(plain) > 1 and plain[0] == plain[-1] == '"'):
        return line
    try:
        (cell,) = next(csv.reader([plain], strict=True))
    except (csv.Error, ValueError):
        return line
    return cell + line[len(plain) :] if any(mark in cell for mark in delimiters) else line


def marked_otherwise(text: str, delimiter: str) -> Mend | None:
    """What writes cells between other marks as the format wants them, where nearly all lines do."""
    for opening, closing in _STYLES:
        mark = re.escape(delimiter)
        cell = re.compile(
            rf"(?:^|(?<={mark}))[ \t]*{opening}(.*?){closing}[ \t]*(?={mark}|[\r\n]|$)"
        )
        mend = partial(cell.sub, partial(_usual_marks, closing * 2, closing))
        if _most(text, partial(_is_mended, mend)):
            return mend
    return None


def _is_mended(mend: Mend, line: str) -> bool:
    return mend(line) != line


def _usual_marks(twice: str, mark: str, match: re.Match[str]) -> str:
    plain = match[1].replace(twice, mark).replace('"', '""')
    return f'"{plain}"'


def _most(text: str, is_so: Callable[[str], bool]) -> bool:
    """Whether nearly all of the first lines below the headings are so."""
    lines = [line for line in text.splitlines()[1:_PROBE_LINES] if line.strip()]
    return bool(lines) and sum(map(is_so, lines)) >= len(lines) * _NEARLY_ALL


def note_on_marks() -> str:
    """What is said of cells that lost such marks."""
    return tr("Quotation marks around whole cells or lines, or before cells, were removed.")


def unmarked(table: Table) -> Table:
    """The table without the marks around or before every cell of a column, in its headings too."""
    cells = [
        [cell for cell in map(str.strip, column) if cell]
        for column in zip(*table.sample(_PROBE_LINES), strict=True)
    ]
    bare = _without_pair
    if any(len(column) > 1 and all(map(_FORCED_NUMBER.fullmatch, column)) for column in cells):
        bare = _without_any
    places = [place for place, column in enumerate(cells) if column and all(map(bare, column))]
    if not places:
        return table
    names = tuple((bare(name) or name).strip() for name in table.columns)
    return replace(
        table,
        columns=names if len(set(names)) == len(names) and all(names) else table.columns,
        chunks=partial(_unmarked, table.chunks, places, bare),
        notes=(*table.notes, note_on_marks()),
    )


def _without_pair(cell: str) -> str:
    """What stands between the marks of a cell; empty where it has none."""
    return cell[1:-1] if len(cell) > 2 and cell[0] + cell[-1] in _ALL_STYLES else ""


def _without_any(cell: str) -> str:
    """The same of a file with marks before its cells."""
    return _without_pair(cell) or (cell[1:] if _FORCED.fullmatch(cell) else "")


def _unmarked(
    chunks: Callable[[], Iterator[RowChunk]], places: Sequence[int], bare: Mend
) -> Iterator[RowChunk]:
    for chunk in chunks():
        rows = [list(row) for row in chunk.rows]
        for row in rows:
            for place in places:
                if place < len(row):
                    row[place] = bare(row[place].strip()) or row[place]
        yield RowChunk(chunk.numbers, rows, chunk.faults)
