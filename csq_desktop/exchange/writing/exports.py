"""Exports: the same rows as CSV or as a workbook; text stays text, numbers stay numbers."""

import csv
import math
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.paper.spreadsheets import guarded
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.saving import whole
from csq_desktop.exchange.writing.workbooks import workbook_at
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_SHEET_ROW = 1_048_576
LONGEST_CELL = 32_767
_FIRST_SHEET_DAY = date(1900, 3, 1)
_FORMATS = {
    FieldKind.MOMENT: "yyyy-mm-dd hh:mm:ss",
    FieldKind.DAY: "yyyy-mm-dd",
    FieldKind.MONEY: "#,##0.00",
}
_WIDTHS = {FieldKind.TEXT: 28, FieldKind.MOMENT: 19, FieldKind.EMAIL: 26, FieldKind.PERSON: 20}
_OTHER_WIDTH = 14
_CODEBOOK_WIDTHS = (28, 60, 28, 60)
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float | bool | date | datetime | None
Ask = Callable[[], object]


@dataclass(frozen=True)
class ExportColumn:
    """A column to write.

    Its cells: MOMENT an aware datetime or epoch seconds, DAY a date or ISO text, MONEY int cents,
    NUMBER a number, YES_NO a bool, everything else text; None is an empty cell everywhere.
    """

    title: str
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True)
class ExportSheet:
    """A list to write: its columns, its rows, and the lines of cells that explain it, if any."""

    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    codebook: Sequence[Sequence[str]] = ()


def codebook_beside(path: Path) -> Path:
    """Where the codebook of a text file stands."""
    return path.with_name(f"{path.stem}.codebook.csv")


def write_csv(path: Path, sheet: ExportSheet, *, now: datetime, ask: Ask | None = None) -> int:
    """Write UTF-8 with its mark, moments in the zone of `now`; the number of rows.

    A codebook is a second file beside it. `ask` may raise right before both are put in their
    places, which leaves none.
    """
    count = 0
    kinds = [column.kind for column in sheet.columns]
    with ExitStack() as drafts:
        if sheet.codebook:
            explained = drafts.enter_context(whole(codebook_beside(path)))
            _write_lines(explained, sheet.codebook)
        part = drafts.enter_context(whole(path, ask))
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([guarded(column.title) for column in sheet.columns])
            for row in sheet.rows:
                cells = zip(row, kinds, strict=True)
                values = (_value(cell, kind, now.tzinfo) for cell, kind in cells)
                writer.writerow([_csv_text(value) for value in values])
                count += 1
    return count


def _write_lines(path: Path, lines: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([guarded(cell) for cell in line] for line in lines)


def write_workbook(path: Path, sheet: ExportSheet, *, now: datetime, ask: Ask | None = None) -> int:
    """Write an xlsx workbook, headings frozen and filtered; the number of rows.

    A codebook is its second sheet. Moments are written in the zone of `now`, the shop's; the
    workbook says that it was made then. `ask` may raise right before the file is put in its place,
    which leaves none.
    """
    with workbook_at(path, now, ask) as book:
        count = _write_rows(book, sheet, now.tzinfo)
        _write_codebook(book, sheet.codebook)
    return count


def _write_rows(book: "Workbook", content: ExportSheet, zone: tzinfo | None) -> int:
    columns, count = content.columns, 0
    sheet = book.add_worksheet(_NOT_IN_TITLES.sub(" ", content.title)[:_LONGEST_TITLE] or None)
    formats = [_format(book, column.kind) for column in columns]
    _write_headings(sheet, columns, book.add_format({"bold": True}))
    for count, row in enumerate(content.rows, start=1):
        if count >= LAST_SHEET_ROW:
            raise UserError(tr("There are too many rows for a workbook. Export as CSV."))
        for place, cell in enumerate(row):
            value = _value(cell, columns[place].kind, zone)
            _write_cell(sheet, (count, place), value, formats[place])
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _write_codebook(book: "Workbook", lines: Sequence[Sequence[str]]) -> None:
    if not lines:
        return
    sheet = book.add_worksheet(tr("Codebook"))
    for place, width in enumerate(_CODEBOOK_WIDTHS):
        sheet.set_column(place, place, width)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            # A sentence about the whole file stands alone in its line and runs over the others.
            sheet.write_string(row, place, text, wrapped if len(line) > 1 else None)


def _value(cell: Cell, kind: FieldKind, zone: tzinfo | None) -> Cell:
    """The cell as written: local time without a zone, dollars, the word for yes or no."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return None
    match kind:
        case FieldKind.MOMENT:
            return _local(cell, zone)
        case FieldKind.DAY:
            return date.fromisoformat(cell) if isinstance(cell, str) and cell else cell or None
        case FieldKind.MONEY:
            return int(str(cell)) / 100
        case FieldKind.YES_NO:
            return tr("Yes") if cell else tr("No")
    return cell


def _local(cell: Cell, zone: tzinfo | None) -> datetime:
    moment = cell if isinstance(cell, datetime) else datetime.fromtimestamp(int(str(cell)), UTC)
    return moment.astimezone(zone).replace(tzinfo=None)


def _csv_text(value: Cell) -> Cell:
    if isinstance(value, str):
        return guarded(value.replace("\0", ""))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value


def _format(book: "Workbook", kind: FieldKind) -> "Format | None":
    return book.add_format({"num_format": _FORMATS[kind]}) if kind in _FORMATS else None


def _write_headings(sheet: "Worksheet", columns: Sequence[ExportColumn], bold: "Format") -> None:
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title, bold)
        sheet.set_column(place, place, _WIDTHS.get(column.kind, _OTHER_WIDTH))
    sheet.freeze_panes(1, 0)


def _write_cell(
    sheet: "Worksheet", place: tuple[int, int], value: Cell, shape: "Format | None"
) -> None:
    """Write by type: nothing is left to the library's guesses about what a text means."""
    match value:
        case None | "":
            return
        case str():
            if len(value) > LONGEST_CELL:
                raise UserError(
                    tr(
                        "A text in row {n} is too long for a workbook. Export as CSV.",
                        n=place[0] + 1,
                    )
                )
            sheet.write_string(*place, value.replace("\0", ""))
        case bool():
            sheet.write_boolean(*place, value)
        case int() | float():
            sheet.write_number(*place, value, shape)
        case date() if _is_before_sheets(value):
            sheet.write_string(*place, value.isoformat())
        case _:
            sheet.write_datetime(*place, value, shape)


def _is_before_sheets(value: date) -> bool:
    """Whether spreadsheets have no right number for a day: they believe in 29 February 1900."""
    day = value.date() if isinstance(value, datetime) else value
    return day < _FIRST_SHEET_DAY
