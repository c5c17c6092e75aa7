"""Tables in spreadsheets: xlsx, xls and ods, every cell turned into the text it stands for."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop.domain.imports.tables import SAMPLE_ROWS, RowChunk, Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned_row
from csq_desktop.exchange.reading import compound, old_workbooks, tables, workbook_parts
from csq_desktop.exchange.reading.limits import (
    CHUNK_ROWS,
    FileLimits,
    too_many_rows,
)
from csq_desktop.exchange.reading.lost_cells import Lost, Unseen, put_in
from csq_desktop.exchange.reading.refusals import damaged
from csq_desktop.exchange.reading.sheet_measures import Merged
from csq_desktop.texts import mark, tr, trn

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PREAMBLE = 20
_MOST_HEADING_ROWS = 4
_EXACT = 1e15
_WIDE, _BEYOND_DOUBT, _NEARLY_AS_GOOD = 10, 100.0, 0.6
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EARLIER_DATES = mark(
    "The file counts its days from 1904. A date that stands as a plain number is read four years "
    "too early: give such cells a date format before you import the file."
)


def open_spreadsheet(path: Path, limits: FileLimits, sheet: str | None = None) -> Table:
    """The table on one sheet of a workbook: the named one, or the first that holds a good one."""
    stamp = tables.stamp_of(path)
    if stamp[0] > limits.sheet_bytes:
        raise UserError(tr("The file is larger than {n} MB.", n=limits.sheet_bytes >> 20))
    raw = path.read_bytes()
    checked, by_place, unseen = raw, list[Unseen](), dict[str, Unseen]()
    if raw.startswith(compound.MAGIC):
        checked, by_place, from_1904 = old_workbooks.harmless(raw, limits)
    else:
        unseen, from_1904 = workbook_parts.inspect(path, limits)
    with _readable():
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(io.BytesIO(checked))
        sheets = _sheets_of(book)
        unseen |= dict(zip(book.sheet_names, by_place, strict=False))
        page = _page(book, sheets, sheet)
    table = _table(page, sheets, limits, unseen.get(page.name, Unseen()))
    if from_1904 and any(map(_SERIAL.fullmatch, chain.from_iterable(table.sample(SAMPLE_ROWS)))):
        table = replace(table, notes=(*table.notes, tr(_EARLIER_DATES)))
    return replace(table, path=path, sha256=hashlib.sha256(raw).hexdigest(), stamp=stamp)


@contextmanager
def _readable() -> Iterator[None]:
    """Turns whatever the reader raises, its panics included, into a refusal."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError):
        raise damaged() from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise damaged() from None


def _sheets_of(book: "CalamineWorkbook") -> dict[str, bool]:
    """The names of the sheets, each with whether it is shown."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return {
        sheet.name: sheet.visible is SheetVisibleEnum.Visible
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet
    }


def _page(
    book: "CalamineWorkbook", sheets: Mapping[str, bool], sheet_name: str | None
) -> "CalamineSheet":
    if sheet_name is not None:
        if sheet_name not in sheets:
            raise UserError(tr("The file has no sheet “{name}”.", name=sheet_name))
        return book.get_sheet_by_name(sheet_name)
    worth: dict[str, float] = {}
    for name in sorted(sheets, key=lambda name: not sheets[name]):
        page = book.get_sheet_by_name(name)
        if page.end is None or (worth and not sheets[name]):
            continue
        worth[name] = _worth(page)
        if worth[name] >= _BEYOND_DOUBT:
            return page
    if not worth:
        raise UserError(tr("The file is empty."))
    best = max(worth.values())
    return book.get_sheet_by_name(
        next(name for name, value in worth.items() if value >= best * _NEARLY_AS_GOOD)
    )


def _worth(page: "CalamineSheet") -> float:
    """How likely a sheet is the one to import: by the width of its table and its usual headings.

    A cover sheet has few cells beside each other, and no headings that any import knows. A sheet
    that is beyond doubt spares the reading of the others.
    """
    rows = [*islice(_rows(page, {}), _PREAMBLE)]
    place = tables.heading_place(rows)
    if page.height < 2 or place + 1 >= len(rows):
        return 0.0
    width = sum(map(bool, map(str.strip, rows[place])))
    usual = tables.usual_headings_in(rows[place])
    return _BEYOND_DOUBT if usual >= max(3, width / 2) else min(width, _WIDE) + 2 * usual


def _table(
    page: "CalamineSheet", sheets: Mapping[str, bool], limits: FileLimits, unseen: Unseen
) -> Table:
    if page.end is None:
        raise UserError(tr("The sheet “{name}” is empty.", name=page.name))
    lost = unseen.cells
    first = list(islice(_rows(page, lost), SAMPLE_ROWS))
    merged = page.merged_cell_ranges or unseen.merged
    head = _heading_rows(merged, tables.heading_place(first[:_PREAMBLE]))
    place, below = head.start, head.stop
    first_column = page.start[1] if page.start else 0
    above = tables.lines_above(first, place)
    first[place:below] = [_joined_headings(merged, first, head, first_column)]
    columns = tables.columns_of(first, place, limits)
    rows = page.end[0] - below + 1
    if rows > limits.rows:
        raise too_many_rows(limits)
    return Table(
        path=Path(),
        columns=columns,
        chunks=partial(_chunks, page, below, lost),
        estimate=rows,
        sha256="",
        stamp=(0, 0),
        sheets=tuple(sheets),
        sheet=page.name,
        heading_cells=len(first[place]),
        above=above,
        notes=(*_notes(head, sheets, page.name, merged), *_hidden_rows(unseen)),
    )


def _heading_rows(merged: Sequence[Merged], place: int) -> range:
    """The rows of the headings: those that merged cells join to the row that was found."""
    joined = [
        (top, bottom)
        for (top, _), (bottom, _) in merged
        if top <= place <= bottom and 0 < bottom - top < _MOST_HEADING_ROWS
    ]
    tops, bottoms = zip(*joined, strict=True) if joined else ((place,), (place,))
    return range(min(tops), max(bottoms) + 1)


def _joined_headings(
    merged: Sequence[Merged], rows: Sequence[list[str]], head: range, first_column: int
) -> list[str]:
    """One heading for each column: what stands in a row above is of all columns it is merged over.

    The heading of a group and its own are read as one: Received Date.
    """
    heads = [list(rows[row]) for row in head]
    if len(heads) == 1:
        return heads[0]
    for (top, left), (_, right) in merged:
        if top in head and right > left:
            cells, begin = heads[top - head.start], left - first_column
            for column in range(begin + 1, min(right - first_column + 1, len(cells))):
                cells[column] = cells[column] or cells[begin]
    return [" ".join(filter(None, dict.fromkeys(parts))) for parts in zip(*heads, strict=True)]


def _notes(
    head: range, sheets: Mapping[str, bool], sheet: str, merged: Sequence[Merged]
) -> tuple[str, ...]:
    notes = []
    if head.start:
        notes.append(tr("Lines skipped above the headings: {n}.", n=head.start))
    if len(sheets) > 1:
        notes.append(tr("Only the sheet “{name}” is read.", name=sheet))
    hidden = [name for name, is_shown in sheets.items() if not is_shown]
    if hidden:
        names = tr(", ").join(hidden)
        notes.append(tr("Hidden sheets of the file: {names}.", names=names))
    if any(top >= head.stop and bottom > top for (top, _), (bottom, _) in merged):
        notes.append(
            tr("Merged cells below the headings: only the first row of each has the text.")
        )
    return tuple(notes)


def _hidden_rows(unseen: Unseen) -> Iterator[str]:
    if unseen.hidden_rows:
        yield trn(
            "The sheet hides {n} row, by a filter for example. It is imported too.",
            "The sheet hides {n} rows, by a filter for example. They are imported too.",
            unseen.hidden_rows,
        )


def _chunks(page: "CalamineSheet", skipped: int, lost: Lost) -> Iterator[RowChunk]:
    rows = islice(_rows(page, lost), skipped, None)
    yield from tables.chunked(rows, skipped + 1, CHUNK_ROWS)


def _rows(page: "CalamineSheet", lost: Lost) -> Iterator[list[str]]:
    """The rows of a sheet from its very first one, as texts."""
    rows = map(_texts, page.iter_rows())
    return put_in(rows, lost, page.start[1]) if lost and page.start else rows


def _texts(row: Sequence[object]) -> list[str]:
    return cleaned_row([cell if type(cell) is str else _text(cell) for cell in row])


def _text(cell: object) -> str:
    """The text of a cell that holds no text: dates as ISO, so that no order is in doubt."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return _number(cell)
        case datetime():
            return _moment(cell)
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return _span(cell)
    return str(cell)


def _number(cell: float) -> str:
    """A number without the noise of binary fractions; whole ones without a point."""
    if cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return f"{cell:.15g}"


def _moment(cell: datetime) -> str:
    """To the nearest second: serial numbers cannot hold most times exactly."""
    nearest = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
    return nearest.isoformat(" ")


def _span(cell: timedelta) -> str:
    seconds = round(cell.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
