"""Tables in spreadsheets: xlsx, xls and ods, every cell turned into the text it stands for."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop.domain.imports.tables import RowChunk, Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.cleaning import cleaned_row
from csq_desktop.exchange.reading import compound, old_workbooks, tables, workbook_parts
from csq_desktop.exchange.reading.limits import (
    CHUNK_ROWS,
    FileLimits,
    too_many_columns,
    too_many_rows,
)
from csq_desktop.exchange.reading.refusals import damaged
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PREAMBLE = 20
_EXACT = 1e15


def open_spreadsheet(path: Path, limits: FileLimits, sheet: str | None = None) -> Table:
    """The table on one sheet of a workbook: the named one, or the first that holds anything."""
    stamp = tables.stamp_of(path)
    if stamp[0] > limits.sheet_bytes:
        raise UserError(tr("The file is larger than {n} MB.", n=limits.sheet_bytes >> 20))
    raw = path.read_bytes()
    checked = raw
    if raw.startswith(compound.MAGIC):
        checked = old_workbooks.harmless(raw, limits)
    else:
        workbook_parts.inspect(path, limits)
    with _readable():
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(io.BytesIO(checked))
        names = _sheets_of(book)
        page = _page(book, names, sheet)
    table = _table(path, page, names, limits)
    return replace(table, sha256=hashlib.sha256(raw).hexdigest(), stamp=stamp)


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


def _sheets_of(book: "CalamineWorkbook") -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum

    return tuple(
        sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
    )


def _page(
    book: "CalamineWorkbook", names: tuple[str, ...], sheet_name: str | None
) -> "CalamineSheet":
    if sheet_name is not None:
        if sheet_name not in names:
            raise UserError(tr("The file has no sheet “{name}”.", name=sheet_name))
        return book.get_sheet_by_name(sheet_name)
    for name in names:
        page = book.get_sheet_by_name(name)
        if page.end is not None:
            return page
    raise UserError(tr("The file is empty."))


def _table(path: Path, page: "CalamineSheet", names: tuple[str, ...], limits: FileLimits) -> Table:
    if page.end is None:
        raise UserError(tr("The sheet “{name}” is empty.", name=page.name))
    first = [_texts(row) for row in islice(page.iter_rows(), _PREAMBLE)]
    place = tables.heading_place(first)
    columns = tables.headings(first[place])
    rows = page.end[0] - place
    if len(columns) > limits.columns:
        raise too_many_columns(limits)
    if rows > limits.rows:
        raise too_many_rows(limits)
    return Table(
        path=path,
        columns=columns,
        chunks=partial(_chunks, page, place + 1),
        estimate=rows,
        sha256="",
        stamp=(0, 0),
        sheets=names,
        sheet=page.name,
        notes=_notes(place, names, page.name),
    )


def _notes(place: int, names: tuple[str, ...], sheet: str) -> tuple[str, ...]:
    notes = []
    if place:
        notes.append(tr("Lines skipped above the headings: {n}.", n=place))
    if len(names) > 1:
        notes.append(tr("Only the sheet “{name}” is read.", name=sheet))
    return tuple(notes)


def _chunks(page: "CalamineSheet", skipped: int) -> Iterator[RowChunk]:
    rows = (_texts(row) for row in islice(page.iter_rows(), skipped, None))
    yield from tables.chunked(rows, skipped + 1, CHUNK_ROWS)


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
