"""Tables in text files: comma, semicolon, tab or bar between cells, in any usual encoding."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import TextIO

from csq_desktop.domain.imports.tables import RowChunk, Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.formulas import bared
from csq_desktop.exchange.reading import encodings, scanning, tables
from csq_desktop.exchange.reading.encodings import Encoding
from csq_desktop.exchange.reading.limits import (
    CHUNK_ROWS,
    LIMITS,
    FileLimits,
    too_many_columns,
    too_many_rows,
)
from csq_desktop.exchange.reading.scanning import Scan
from csq_desktop.texts import tr

DELIMITERS = ",;\t|"
HEAD = 64 << 10
_BLOCK = 256 << 10
_PROBE_RECORDS = 50
_PREAMBLE = 20
_END = "\x1e the end \x1e"
_SEPARATOR_LINE = re.compile(r"sep=(.)[\r\n]")


@dataclass(frozen=True)
class _Layout:
    """How a text file is read: `skipped` records come before the first row."""

    path: Path
    encoding: str
    delimiter: str
    skipped: int
    guarded: bool
    odd_quotes: bool


def open_text(path: Path, limits: FileLimits, encoding: str | None = None) -> Table:
    """The table of a text file; its encoding and delimiter are found unless given."""
    try:
        return _open_text(path, limits, encoding)
    except UnicodeError:
        raise UserError(tr("The file is not written in {name}.", name=encoding)) from None


def text_of(path: Path, limits: FileLimits = LIMITS) -> str:
    """The whole text of a small file, in the encoding found."""
    _, encoding = _looked_through(path, limits, None)
    return path.read_text(encoding.name, errors="replace")


def _looked_through(path: Path, limits: FileLimits, chosen: str | None) -> tuple[Scan, Encoding]:
    """The scan of the whole file, and its encoding: the `chosen` one, or the one detected."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    wide = _wide(head, chosen)
    scan = scanning.scan(path, wide, limits)
    return scan, Encoding(wide) if wide else _encoding(head, scan, chosen)


def _open_text(path: Path, limits: FileLimits, encoding: str | None) -> Table:
    stamp = tables.stamp_of(path)
    if stamp[0] > limits.text_bytes:
        raise UserError(tr("The file is larger than {n} MB.", n=limits.text_bytes >> 20))
    scan, detected = _looked_through(path, limits, encoding)
    text = _first_text(path, detected.name)
    delimiter = _delimiter(text)
    records = list(islice(_records(io.StringIO(text, newline=""), delimiter), _PREAMBLE))
    place = tables.heading_place(records)
    columns = tables.headings(records[place])
    if len(columns) > limits.columns:
        raise too_many_columns(limits)
    layout = _Layout(path, detected.name, delimiter, place + 1, scan.guarded, scan.odd_quotes)
    return Table(
        path=path,
        columns=columns,
        chunks=partial(_chunks, layout, limits),
        estimate=scan.lines - place - 1,
        sha256=scan.sha256,
        stamp=stamp,
        encoding=detected.name,
        encoding_sure=detected.sure,
        delimiter=delimiter,
        damaged=not scan.is_utf8 or detected.name.startswith("utf-16"),
        notes=_notes(scan, detected, place),
    )


def open_pasted(text: str, limits: FileLimits = LIMITS) -> Table:
    """The table in a text copied from a spreadsheet or an editor."""
    raw = text.encode("utf-8", errors="surrogatepass").decode("utf-8", errors="replace").encode()
    if len(raw) > limits.pasted_bytes:
        raise UserError(tr("The text is too long to paste. Save it as a file and import that."))
    if not text.strip():
        raise UserError(tr("There is no text to paste: copy some rows with their headings first."))
    if "\0" in text:
        raise scanning.no_text()
    text = raw.decode("utf-8")
    delimiter = "\t" if "\t" in text else _delimiter(text[:HEAD])
    records = list(islice(_records(io.StringIO(text, newline=""), delimiter), _PREAMBLE))
    place = tables.heading_place(records)
    columns = tables.headings(records[place])
    if len(columns) > limits.columns:
        raise too_many_columns(limits)
    odd = text.count('"') % 2 == 1
    layout = _Layout(Path(), encodings.UTF_8, delimiter, place + 1, guarded=True, odd_quotes=odd)
    table = Table(
        path=layout.path,
        columns=columns,
        chunks=lambda: _cut(io.StringIO(text, newline=""), layout, limits),
        estimate=max(0, len(text.splitlines()) - place - 1),
        sha256=hashlib.sha256(raw).hexdigest(),
        stamp=None,
        damaged="\ufffd" in text,
    )
    if next(table.chunks(), None) is None:
        raise UserError(tr("The text has headings but no rows: copy the rows as well."))
    return table


def _wide(head: bytes, chosen: str | None) -> str | None:
    """The name of the file's UTF-16, or None for every other encoding."""
    if chosen is not None:
        return chosen if chosen.startswith("utf-16") else None
    mark = encodings.by_mark(head)
    if mark is not None:
        return mark if mark == "utf-16" else None
    return encodings.without_mark(head) if b"\0" in head else None


def _encoding(head: bytes, scan: Scan, chosen: str | None) -> Encoding:
    if chosen is not None:
        if chosen not in encodings.ENCODINGS:
            raise UserError(tr("The encoding “{name}” is not known.", name=chosen))
        return Encoding(chosen)
    mark = encodings.by_mark(head)
    if mark or scan.is_utf8 or encodings.mostly_utf8(scan.sample):
        return Encoding(mark or encodings.UTF_8)
    return encodings.legacy(scan.sample)


def _first_text(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(HEAD)


def _notes(scan: Scan, encoding: Encoding, place: int) -> tuple[str, ...]:
    notes = []
    if place:
        notes.append(tr("Lines skipped above the headings: {n}.", n=place))
    if encoding.name.startswith("utf-8") and not scan.is_utf8:
        notes.append(tr("Some characters of the file are broken; their rows are marked."))
    return tuple(notes)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of cells."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        return named[1]
    return max(DELIMITERS, key=lambda mark: _evenness(text, mark))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """The share of records with the usual width above one, and that width."""
    probe = islice(_records(io.StringIO(text, newline=""), delimiter), _PROBE_RECORDS)
    widths = Counter(len(record) for record in probe if record)
    several = Counter({width: count for width, count in widths.items() if width > 1})
    if not several:
        return 0.0, 0
    width, count = several.most_common(1)[0]
    return round(count / sum(widths.values()), 1), width


def _records(lines: Iterable[str], delimiter: str, above: int = 0) -> Iterator[list[str]]:
    """The records of a text; `above` is the number of lines before these."""
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        line = above + reader.line_num
        raise UserError(
            tr("Near line {n} a cell is too long: a quotation mark may be open.", n=line)
        ) from None


def _quick_records(file: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The same records; lines are simply cut apart until the first quotation mark is met."""
    above = 0
    while lines := file.readlines(_BLOCK):
        if '"' in "".join(lines):
            yield from _records(chain(lines, file), delimiter, above)
            return
        above += len(lines)
        yield from [line.rstrip("\r\n").split(delimiter) for line in lines]


def _chunks(layout: _Layout, limits: FileLimits) -> Iterator[RowChunk]:
    with layout.path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        yield from _cut(file, layout, limits)


def _cut(file: TextIO, layout: _Layout, limits: FileLimits) -> Iterator[RowChunk]:
    quick = not layout.odd_quotes
    records = _quick_records(file, layout.delimiter) if quick else _closed(file, layout)
    for _ in islice(records, layout.skipped):
        pass
    for chunk in tables.chunked(records, layout.skipped + 1, CHUNK_ROWS):
        if chunk.numbers[-1] > limits.rows + layout.skipped:
            raise too_many_rows(limits)
        yield _bared(chunk) if layout.guarded else chunk


def _bared(chunk: RowChunk) -> RowChunk:
    return RowChunk(chunk.numbers, [[bared(cell) for cell in row] for row in chunk.rows])


def _closed(lines: Iterable[str], layout: _Layout) -> Iterator[list[str]]:
    """The records, with a UserError where an open quotation mark swallows the end of the file.

    A line of our own stands after the last one: inside quotation marks it cannot be a record.
    """
    records = enumerate(_records(chain(lines, [_END]), layout.delimiter), start=1)
    for number, record in takewhile(lambda numbered: numbered[1] != [_END], records):
        if record and record[-1].endswith(_END):
            raise UserError(
                tr("A quotation mark in row {n} is never closed. Close or remove it.", n=number)
            )
        yield record
