"""Workbooks with the faults that case files are about, in xlsx, xls and ods."""

import struct
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

from tests.exchange.made_files import Rows, ods_of, repacked, xlsx_file

HEAD = "Customer No,Name,Phone"
LEE, HO = "2,Lee,91234568", "3,Ho,91234569"
Make = Callable[[Path], Path]
BLANK = struct.pack("<Q", 0xFFFF000000000003)
DIVIDED_BY_NONE, A_DAY = struct.pack("<Q", 0xFFFF000000070002), struct.pack("<d", 45718)
_ODS_CELL = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
_ODS_NOTE = f"<office:annotation><text:p>{'checked ' * 40}</text:p></office:annotation>"
_ODS_TEXT = 'office:value-type="string"'


def hidden(path: Path) -> Path:
    """A workbook whose first sheet is very hidden, and holds lists."""
    sheets: dict[str, Rows] = {
        "Lists": [["Channel"], ["Phone"]],
        "People": [HEAD.split(","), LEE.split(",")],
    }
    shown = xlsx_file(path.with_suffix(".tmp"), sheets)
    old, new = 'name="Lists" sheetId="1"', 'name="Lists" sheetId="1" state="veryHidden"'
    return repacked(shown, path, "xl/workbook.xml", old, new)


def formulas(path: Path) -> Path:
    """Formulas without a stored value, with an empty text, and with an error."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Cases & co")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(1, 1, ["ref", "when", "closed"])
    for row, ref in enumerate(("K1", "K2", "K3", "K4"), start=2):
        sheet.write(row, 1, ref)
        sheet.write_datetime(row, 2, datetime.fromisoformat("2025-03-01"), day)
    sheet.write_formula(2, 3, "C3+1", day, "")
    sheet.write_formula(3, 3, 'IF(1,"","x")', day, "–")
    sheet.write_formula(4, 3, "1/0", day, "#DIV/0!")
    sheet.write_formula(5, 3, "NA()", day, "#N/A")
    book.close()
    return path


def yet_to_be_worked_out(path: Path) -> Path:
    """A workbook of software that writes 0 beside every formula, and that they wait."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, cells in enumerate((["ref", "when", "closed"], ["K1", "2025-03-01", "=B2+1"])):
        sheet.write_row(row, 0, cells)
    book.close()
    return path


CODES = (
    ((7, '"C-"0000', "C-0007"), (91234567, "0000-0000", "9123-4567")),
    ((123_456, "00000", "123456"), (85291234568, '"+"0', "+85291234568")),
    ((45, "00000", "00045"), (91234569, "General", "91234569")),
)
"""Numbers of customers and telephones, their formats, and what is seen of them."""


def codes_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet")
    sheet.write_row(0, 0, HEAD.split(","))
    for row, (number, phone) in enumerate(CODES, start=1):
        for column, (value, code, _) in ((0, number), (2, phone)):
            sheet.write(row, column, value, book.add_format({"num_format": code}))
        sheet.write(row, 1, "Lee")
    book.close()
    return path


def codes_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for column, head in enumerate(HEAD.split(",")):
        sheet.write(0, column, head)
    for row, (number, phone) in enumerate(CODES, start=1):
        for column, (value, code, _) in ((0, number), (2, phone)):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
        sheet.write(row, 1, "Lee")
    book.save(str(path))
    return path


def codes_ods(path: Path) -> Path:
    number = 'office:value-type="float" office:value="{}"'
    rows = ["".join(_ODS_CELL.format(_ODS_TEXT, cell) for cell in HEAD.split(","))]
    for cells in CODES:
        first, last = (_ODS_CELL.format(number.format(n), seen) for n, _, seen in cells)
        first = first.replace("><text:p>", f">{_ODS_NOTE}<text:p>", 1)
        rows.append(first + _ODS_CELL.format(_ODS_TEXT, "Lee") + last)
    return ods_of(path, "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))


def old_formulas(*results: bytes) -> Make:
    """An xls file with these results of formulas in its last column, and below them errors."""

    def make(path: Path) -> Path:
        book = xlwt.Workbook()
        book.add_sheet("Chart")
        sheet = book.add_sheet("Cases & co")
        for column, head in enumerate(("ref", "when", "closed")):
            sheet.write(0, column, head)
        for row in range(1, len(results) + 4):
            sheet.write(row, 0, f"K{row}")
            sheet.write(row, 1, "2025-03-01")
        for row in range(1, len(results) + 1):
            sheet.write(row, 2, xlwt.Formula("B2+1"))
        sheet.row(len(results) + 1).set_cell_error(2, "#REF!")
        sheet.row(len(results) + 2).set_cell_error(2, 42)
        sheet.row(len(results) + 3).set_cell_boolean(2, False)
        book.save(str(path))
        first, *pieces = path.read_bytes().split(BLANK)
        path.write_bytes(first + b"".join(map(bytes.__add__, results, pieces)))
        return path

    return make


def open_formulas(path: Path) -> Path:
    """An ods file with formulas that came to an error, to a day, to nothing; or to no value."""
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    kinds = (
        (f"{error}", "#DIV/0!"), ('office:value-type="float" office:value="0"', "Err:502"),
        (f"{error}", "#BEZUG!"), (f"{error}", "#N/A"), ("", ""),
        ('office:value-type="string" office:string-value=""', ""),
        ('office:value-type="date" office:date-value="2025-03-02"', "02/03/25"),
    )  # fmt: skip
    cells = [["ref", "when", "closed"], *([f"K{n}", "2025-03-01"] for n in range(len(kinds)))]
    rows = [
        "".join(_ODS_CELL.format('office:value-type="string"', cell) for cell in row)
        for row in cells
    ]
    for row, (kind, text) in enumerate(kinds, start=1):
        rows[row] += _ODS_CELL.format(f'table:formula="of:=[.A1]" {kind}', text)
    return ods_of(path, "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))


FILTERED = (HEAD.split(","), LEE.split(","), HO.split(","))


def filtered_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet")
    for row, cells in enumerate(FILTERED):
        sheet.write_row(row, 0, cells)
    for row in (1, 5):  # nothing stands in the other one
        sheet.set_row(row, None, None, {"hidden": True})
    book.close()
    return path


def filtered_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for row, cells in enumerate(FILTERED):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    for row in (1, 5):
        sheet.row(row).hidden = True
    book.save(str(path))
    return path


def filtered_ods(path: Path) -> Path:
    shown, hidden = "", 'table:visibility="filter"'
    cells = ["".join(_ODS_CELL.format(_ODS_TEXT, cell) for cell in row) for row in FILTERED]
    rows = zip((shown, hidden, shown, hidden), (*cells, "<table:table-cell/>"), strict=True)
    return ods_of(
        path, "".join(f"<table:table-row {how}>{row}</table:table-row>" for how, row in rows)
    )


def merged(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet")
    sheet.merge_range(0, 0, 0, 2, "Who")
    for row, cells in enumerate((HEAD.split(","), LEE.split(","), ["3", "", "91234569"]), start=1):
        sheet.write_row(row, 0, cells)
    sheet.merge_range(2, 1, 3, 1, "Lee")
    book.close()
    return path


def heads_in_two_rows(path: Path) -> Path:
    """Headings of groups, merged over their columns, beside headings of two rows."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 1, "Complaints of the spring")
    sheet.merge_range(1, 1, 2, 1, "ref")
    sheet.merge_range(1, 2, 1, 4, "closed")
    sheet.write_row(2, 2, ["by", "date", "at all"])
    sheet.merge_range(1, 5, 2, 5, "when")
    for row, ref in ((3, "K1"), (4, "K2")):
        sheet.write_row(row, 1, [ref, "Lee", "2025-03-02", "yes", "2025-03-01"])
    book.close()
    return path


def heads_in_two_ods_rows(path: Path) -> Path:
    """An ods file with headings of groups, merged over their columns."""
    over = _ODS_TEXT + ' table:number-columns-spanned="2"'
    down = _ODS_TEXT + ' table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    rows = (
        _ODS_CELL.format(down, "ref") + _ODS_CELL.format(over, "closed") + covered
        + _ODS_CELL.format(down, "when"),
        covered + _ODS_CELL.format(_ODS_TEXT, "by") + _ODS_CELL.format(_ODS_TEXT, "date") + covered,
        *(
            "".join(_ODS_CELL.format(_ODS_TEXT, cell) for cell in row)
            for row in (["K1", "Lee", "2025-03-02", "2025-03-01"], ["K2", "Ho", "", "2025-03-01"])
        ),
    )  # fmt: skip
    return ods_of(path, "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
