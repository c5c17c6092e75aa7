"""Tables in text files: comma, semicolon, tab or bar between cells, in any usual encoding."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from csq_desktop.domain.imports.rows import Reason
from csq_desktop.domain.imports.tables import SAMPLE_ROWS, RowChunk, Table
from csq_desktop.domain.paper.spreadsheets import bared
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned_row
from csq_desktop.exchange.reading import encodings, scanning, tables
from csq_desktop.exchange.reading.encodings import Encoding
from csq_desktop.exchange.reading.limits import (
    CHUNK_ROWS,
    LIMITS,
    FileLimits,
    too_many_rows,
)
from csq_desktop.exchange.reading.odd_marks import (
    LineSource,
    Mend,
    MendedLines,
    marked_as_a_whole,
    marked_otherwise,
    note_on_marks,
    unmarked,
)
from csq_desktop.exchange.reading.quoting import Records
from csq_desktop.exchange.reading.scanning import Scan
from csq_desktop.texts import tr

DELIMITERS = ",;\t|"
_RARE_DELIMITERS = "，^~¦"
HEAD = 64 << 10
_PROBE_RECORDS = 50
_MOST_LINES = 0.8
_PREAMBLE = 20
_BY_BLANKS = re.compile(r"\S[ \u3000]{2,}\S")
_LABELLED = re.compile(r"([^\W\d][^:：]{0,30})[:：]\s*\S")
_OTHER_DELIMITERS = ("::", "@@", "##", "<>", "->", "│", "║")
_SEPARATOR_LINE = re.compile(r"sep=(.)[\r\n]")


@dataclass(frozen=True)
class _Layout:
    """How a text file is read: `skipped` records come before the first row.

    `width` is the number of cells in the headings' record, `mend` puts the marks of a line right.
    """

    path: Path
    encoding: str
    delimiter: str
    skipped: int
    width: int
    guarded: bool
    unclean: bool
    mend: Mend | None = None


class _Beginning(NamedTuple):
    """The first text of a file with its marks put right, how that is done, and its delimiter."""

    text: str
    delimiter: str
    mend: Mend | None


def open_text(path: Path, limits: FileLimits, encoding: str | None = None) -> Table:
    """The table of a text file; its encoding and delimiter are found unless given."""
    try:
        return _open_text(path, limits, encoding)
    except UnicodeError:
        raise UserError(tr("The file is not written in {name}.", name=encoding)) from None


def rows_of(path: Path, limits: FileLimits = LIMITS) -> tuple[list[tuple[int, list[str]]], str]:
    """All rows of a small file with their numbers, headings included, and its delimiter.

    They are read as imports read them; a UserError names a row with an open quotation mark.
    """
    _, encoding = _looked_through(path, limits, None)
    text = path.read_text(encoding.name, errors="replace")
    _, delimiter, mend = _beginning(text[:HEAD])
    records = Records(_mended(io.StringIO(text, newline=""), mend), delimiter)
    rows = [(number, cleaned_row(row)) for number, row in enumerate(records, start=1)]
    for number, fault in records.faults.items():
        if fault.blocks:
            raise _never_closed(number)
    return rows, delimiter


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
    text, delimiter, mend = _beginning(_first_text(path, detected.name))
    records, place = _first_records(text, delimiter)
    columns = tables.columns_of(records, place, limits)
    layout = _Layout(
        path,
        detected.name,
        delimiter,
        skipped=place + 1,
        width=len(records[place]),
        guarded=scan.guarded,
        # GB 18030 writes what nobody sees in bytes of its own.
        unclean=scan.unclean or detected.name == "gb18030",
        mend=mend,
    )
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
        heading_cells=layout.width,
        above=tables.lines_above(records, place),
        notes=(*_notes(scan, detected, place), *([note_on_marks()] if mend else [])),
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
    head, delimiter, mend = _beginning(text[:HEAD], usual="\t")
    records, place = _first_records(head, delimiter)
    columns = tables.columns_of(records, place, limits)
    layout = _Layout(
        Path(),
        encodings.UTF_8,
        delimiter,
        skipped=place + 1,
        width=len(records[place]),
        guarded=True,
        unclean=True,
        mend=mend,
    )
    table = Table(
        path=layout.path,
        columns=columns,
        chunks=lambda: _cut(io.StringIO(text, newline=""), layout, limits),
        estimate=max(0, len(text.splitlines()) - place - 1),
        sha256=hashlib.sha256(raw).hexdigest(),
        stamp=None,
        damaged="\ufffd" in text,
        heading_cells=layout.width,
        above=tables.lines_above(records, place),
        notes=(note_on_marks(),) if mend else (),
    )
    if next(table.chunks(), None) is None:
        raise UserError(tr("The text has headings but no rows: copy the rows as well."))
    return unmarked(table)


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


def _beginning(head: str, *, usual: str = "") -> _Beginning:
    """How a text is to be cut by its beginning; at the `usual` delimiter where it has that."""
    mend = marked_as_a_whole(head, DELIMITERS)
    text = "".join(map(mend, head.splitlines(keepends=True))) if mend else head
    delimiter = usual if usual and usual in text else _delimiter(text)
    if mend is None and (mend := marked_otherwise(text, delimiter)):
        text = "".join(map(mend, text.splitlines(keepends=True)))
    return _Beginning(text, delimiter, mend)


def _mended(source: TextIO, mend: Mend | None) -> LineSource:
    return source if mend is None else MendedLines(source, mend)


def _first_text(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(HEAD)


def _notes(scan: Scan, encoding: Encoding, place: int) -> tuple[str, ...]:
    notes = []
    if place:
        notes.append(tr("Lines skipped above the headings: {n}.", n=place))
    if encoding.name.startswith("utf-8") and not scan.is_utf8:
        notes.append(tr("Some characters of the file are broken; their rows are marked."))
    if scan.zero_line:
        notes.append(tr("Line {n} of the file holds a zero byte.", n=scan.zero_line))
    return tuple(notes)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of cells."""
    named = _SEPARATOR_LINE.match(text)
    if named and _is_true(named[1], text):
        return named[1]
    evenness = {mark: _evenness(text, mark) for mark in DELIMITERS}
    usual = max(DELIMITERS, key=evenness.__getitem__)
    if evenness[usual][0] == 1.0:
        return usual
    lines = list(filter(None, text.splitlines()[:_PROBE_RECORDS]))
    rare = (mark for mark in _RARE_DELIMITERS if len({line.count(mark) for line in lines}) == 1)
    return next((mark for mark in rare if len(lines) > 1 and mark in lines[0]), usual)


def _is_true(named: str, text: str) -> bool:
    """Whether a file may be cut as its first line says; some have other marks all the same."""
    head = "".join(text.splitlines()[1:2])
    return named in head or not any(mark in head for mark in DELIMITERS)


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """The share of records with the usual width above one, and that width.

    A record whose quotation marks a delimiter parts is none.
    """
    records = Records(io.StringIO(text, newline=""), delimiter)
    widths: Counter[int] = Counter()
    for number, record in enumerate(islice(records, _PROBE_RECORDS), start=1):
        if record:
            halved = number in records.faults or any(cell.count('"') % 2 for cell in record)
            widths[1 if halved else len(record)] += 1
    several = Counter({width: count for width, count in widths.items() if width > 1})
    if not several:
        return 0.0, 0
    width, count = several.most_common(1)[0]
    return round(count / sum(widths.values()), 1), width


def _first_records(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """The first records, down to the headings or beyond them, and the place of these."""
    records = Records(io.StringIO(text, newline=""), delimiter)
    first = list(islice(records, SAMPLE_ROWS))
    place = tables.heading_place(first[:_PREAMBLE])
    fault = records.faults.get(place + 1)
    if fault is not None and fault.blocks:
        raise _never_closed(place + 1)
    if len(first[place]) == 1:
        _refuse_other_columns(["".join(row) for row in first[place:]])
    return first, place


def _refuse_other_columns(lines: Sequence[str]) -> None:
    """A UserError where the headings and most rows, all of one cell, are no rows of columns.

    Columns by blanks are as wide as their longest cell, which may come later in the file.
    """
    head, rest = "".join(lines[:1]), [line for line in lines[1:] if any(map(str.isalnum, line))]
    signs = next((mark for mark in _OTHER_DELIMITERS if mark in head), "")
    if signs and all(line.count(signs) == head.count(signs) for line in rest):
        raise _parted_by(f"“{signs}”")
    labels = [match[1] for match in map(_LABELLED.match, lines) if match]
    if len(labels) == 1 + len(rest) and len(set(labels)) < len(labels):
        raise UserError(
            tr(
                "The file has its records over several lines each. Put each into one row in a "
                "spreadsheet program, and save it as .xlsx."
            )
        )
    parted = sum(_BY_BLANKS.search(line) is not None for line in rest)
    if rest and _BY_BLANKS.search(head) and parted >= len(rest) * _MOST_LINES:
        raise _parted_by(tr("blanks"))


def _parted_by(signs: str) -> UserError:
    return UserError(
        tr(
            "The columns of the file are parted by {signs}. Open it in a spreadsheet program, say "
            "there how the columns are parted, and save it as .xlsx.",
            signs=signs,
        )
    )


def _never_closed(row: int) -> UserError:
    return UserError(tr("A quotation mark in row {n} is never closed. Close or remove it.", n=row))


def _chunks(layout: _Layout, limits: FileLimits) -> Iterator[RowChunk]:
    with layout.path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        yield from _cut(file, layout, limits)


def _cut(file: TextIO, layout: _Layout, limits: FileLimits) -> Iterator[RowChunk]:
    records = Records(_mended(file, layout.mend), layout.delimiter)
    stream = iter(records)
    for _ in islice(stream, layout.skipped):
        pass
    records.width = layout.width
    rows = map(cleaned_row, stream) if layout.unclean else stream
    for chunk in tables.chunked(rows, layout.skipped + 1, CHUNK_ROWS):
        if chunk.numbers[-1] > limits.rows + layout.skipped:
            raise too_many_rows(limits)
        if records.faults:
            chunk = RowChunk(*chunk[:2], _of_chunk(records.faults, chunk.numbers))
        yield _bared(chunk) if layout.guarded else chunk


def _of_chunk(faults: dict[int, Reason], numbers: Sequence[int]) -> dict[int, Reason]:
    """The faults of some rows by their place, taken out of those by number."""
    return {place: faults.pop(number) for place, number in enumerate(numbers) if number in faults}


def _bared(chunk: RowChunk) -> RowChunk:
    rows = [[bared(cell) for cell in row] for row in chunk.rows]
    return RowChunk(chunk.numbers, rows, chunk.faults)
