"""The workbook that recounts a pack: figures as live formulas over a sheet of single rows."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csq_desktop.analytics.indicators import live_formulas as formulas
from csq_desktop.analytics.indicators.live_formulas import LiveFigure, RowRange
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Status, Unit
from csq_desktop.domain.words.wording import count_text, moment_text, month_text
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.exports import LAST_SHEET_ROW
from csq_desktop.exchange.writing.workbooks import workbook_at
from csq_desktop.texts import tr, trc, trn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD_LINE = 6
"""The line of the headings on the sheet of figures, counted from 1."""
_TOLD_EVERY = 1_000
_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")
_WIDTHS = (34, 44, 9, 11, 11, 11, 11, 12, 10, 10, 16, 12, 10, 10, 11)
Progress = Callable[..., None]
Ask = Callable[[], object]


@dataclass(frozen=True)
class RecountRow:
    """One row that is counted: so many of a measure's bucket in a month, with what it rests on.

    `month` is year × 100 + month, `amount` HK$, `value` days, a score 0..1 or an age in days.
    """

    measure: str
    month: int
    bucket: str = ""
    number: int = 1
    amount: float | None = None
    value: float | None = None
    reference: str = ""


@dataclass(frozen=True)
class RecountLine:
    """One printed figure of a month, and how it is computed from the rows."""

    figure: Figure
    month: Month
    live: LiveFigure
    minimum: int


@dataclass(frozen=True)
class RecountBook:
    """What a workbook is written from; `lines` are made once the number of rows is known."""

    shop: str
    month: Month
    rows: Iterable[RecountRow]
    lines: Callable[[RowRange, int], Iterator[RecountLine]]
    target: Path
    now: datetime
    zone: ZoneInfo


def write_recount(
    book: RecountBook, progress: Progress | None = None, ask: Ask | None = None
) -> int:
    """Write the workbook; how many rows it counts. Texts are never formulas."""
    with workbook_at(book.target, book.now, ask) as workbook:
        workbook.set_calc_mode("auto")
        figures, rows = workbook.add_worksheet(tr("Figures")), workbook.add_worksheet(tr("Rows"))
        count = _write_rows(rows, book.rows, progress)
        _write_figures(workbook, figures, book, RowRange(rows.get_name(), count + 1))
    return count


def _write_rows(sheet: "Worksheet", rows: Iterable[RecountRow], progress: Progress | None) -> int:
    heads = (
        tr("Measure code"),
        trc("field", "Month"),
        trc("recount", "Group"),
        trc("recount", "Number"),
        tr("Amount (HK$)"),
        tr("Days, age or score"),
        trc("field", "Reference"),
    )
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head)
        sheet.set_column(place, place, 22 if place in (0, 2) else 14)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count >= LAST_SHEET_ROW:
            raise UserError(tr("There are too many rows for a workbook."))
        if progress is not None and count % _TOLD_EVERY == 0:
            words = trn("{count} row", "{count} rows", count, count=count_text(count))
            progress(0, 1, words)
        sheet.write_string(count, 0, row.measure)
        sheet.write_number(count, 1, row.month)
        if row.bucket:
            sheet.write_string(count, 2, row.bucket)
        sheet.write_number(count, 3, row.number)
        for place, number in ((4, row.amount), (5, row.value)):
            if number is not None:
                sheet.write_number(count, place, number)
        if row.reference:
            sheet.write_string(count, 6, row.reference)
    sheet.autofilter(0, 0, count, len(heads) - 1)
    return count


def _write_figures(
    workbook: "Workbook", sheet: "Worksheet", book: RecountBook, rows: RowRange
) -> None:
    lines = [*book.lines(rows, HEAD_LINE + 1)]
    bold, last = workbook.add_format({"bold": True}), HEAD_LINE + len(lines)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, book.shop, bold)
    sheet.write_string(0, 1, tr("Review pack {month}", month=month_text(book.month)), bold)
    made = moment_text(book.now, book.zone)
    sheet.write_string(1, 0, tr("Figures as of {moment}", moment=made))
    sheet.write_string(2, 0, tr("Figures that agree with the review pack"))
    agree = f'COUNTIF(M{HEAD_LINE + 1}:M{last},"{_same()}")'
    sheet.write_formula(2, 3, f"={agree}", bold, len(lines))
    sheet.write_string(2, 4, tr("of {n}", n=count_text(len(lines))))
    sheet.write_string(3, 0, tr("Cases, checks and actions appear by their numbers only."))
    heads = (
        trc("field", "Figure"),
        trc("field", "Measure name"),
        trc("field", "Month"),
        trc("field", "Numerator"),
        trc("field", "Denominator"),
        trc("field", "Excluded"),
        tr("Minimum n"),
        trc("field", "Value"),
        trc("field", "95% CI low"),
        trc("field", "95% CI high"),
        tr("As printed"),
        tr("Printed value"),
        trc("recount", "Check"),
        tr("Printed low"),
        tr("Printed high"),
    )
    for place, head in enumerate(heads):
        sheet.write_string(HEAD_LINE - 1, place, head, bold)
    sheet.freeze_panes(HEAD_LINE, 2)
    for at, line in enumerate(lines):
        _write_line(sheet, HEAD_LINE + at, line)
    sheet.autofilter(HEAD_LINE - 1, 0, last - 1, len(heads) - 1)


def _write_line(sheet: "Worksheet", row: int, line: RecountLine) -> None:
    figure, live, at = line.figure, line.live, row + 1
    part, of, value = f"D{at}", f"E{at}", f"H{at}"
    sheet.write_string(row, 0, figure.id)
    sheet.write_string(row, 1, figure.label)
    sheet.write_number(row, 2, line.month.code)
    for place, formula in ((3, live.numerator), (4, live.denominator), (5, live.excluded)):
        if formula:
            sheet.write_formula(row, place, f"={formula}", None, "")
    sheet.write_number(row, 6, line.minimum)
    if live.denominator:
        share = formulas.rate(part, of) if live.is_rate else formulas.share(part, of, f"G{at}")
        end = formulas.rate_interval if live.is_rate else formulas.share_interval
        sheet.write_formula(row, 7, f"={share}", None, "")
        sheet.write_formula(row, 8, f"={end(part, of, value, '-')}", None, "")
        sheet.write_formula(row, 9, f"={end(part, of, value, '+')}", None, "")
    elif live.is_array:
        sheet.write_array_formula(row, 7, row, 7, f"{{={live.value}}}", None, "")
    else:
        sheet.write_formula(row, 7, f"={live.value}", None, "")
    sheet.write_string(row, 10, figure.text)
    checks = [*_printed(sheet, row, figure)]
    verdict = f'IF(AND({",".join(checks)}),"{_same()}","{trc("recount", "Differs")}")'
    sheet.write_formula(row, 12, f"={verdict}", None, _same())


def _printed(sheet: "Worksheet", row: int, figure: Figure) -> Iterator[str]:
    """Write the printed numbers beside; the conditions under which the formulas agree with them."""
    at, ends = row + 1, figure.interval.split("–")
    few = figure.status is Status.TOO_FEW
    texts = ("" if few else figure.text, *(ends if len(ends) == 2 else ("", "")))
    for cell, place, text in (("H", 11, texts[0]), ("I", 13, texts[1]), ("J", 14, texts[2])):
        number = printed_number(text, figure.unit)
        if number is None:
            if cell == "H" or figure.denominator is not None:
                yield f'{cell}{at}=""'
            continue
        printed = f"{'LNO'['HIJ'.index(cell)]}{at}"
        sheet.write_number(row, place, number[0])
        # Half of the last printed digit: a number that lies right between two may go either way.
        yield f"ABS({cell}{at}-{printed})<={number[1] / 2 + 1e-9!r}"
    if figure.denominator is not None and figure.numerator is not None:
        yield f"D{at}={figure.numerator}"
        yield f"E{at}={figure.denominator}"


def printed_number(text: str, unit: Unit) -> tuple[float, float] | None:
    """The number in a printed text, and what one more in its last digit is; None for a dash."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    digits = len(match[1]) - 1 if match[1] else 0
    scale = 100 if unit is Unit.SHARE else 1
    number = float(match[0].replace(",", "")) / scale
    return (-number if "−" in text else number), 10.0**-digits / scale


def _same() -> str:
    return trc("recount", "Same")
