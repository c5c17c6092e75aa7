"""Small files of every kind an import meets, made on the spot."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

SHAPES = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
Rows = Sequence[Sequence[object]]

CHINESE = [
    ["編號", "姓名", "內容"],
    ["1", "陳大文", "服務態度欠佳，等候時間過長，希望盡快改善。"],
    ["2", "李小姐", "啲員工喺門口傾偈，冇人招呼，好嬲。"],
    ["3", "黃先生", "貨品有損壞，要求退款，店員話要等經理回覆。"],
]
SIMPLIFIED = [
    ["编号", "姓名", "内容"],
    ["1", "张伟", "服务态度很差，等了很长时间，希望尽快改善。"],
    ["2", "刘女士", "商品有损坏，要求退款，店员说要等经理回复。"],
]
FRENCH = [["name", "note"], ["José Müller", "café très cher — “déçu”"], ["Zoë", "naïve façade"]]


def csv_text(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator=end).writerows(rows)
    return made.getvalue()


def csv_file(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_text(rows, delimiter).encode(encoding))
    return path


def xlsx_file(path: Path, sheets: dict[str, Rows]) -> Path:
    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False})
    shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in SHAPES.items()}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if type(cell) in shapes:
                    sheet.write_datetime(place, column, cell, shapes[type(cell)])
                elif cell is not None:
                    sheet.write(place, column, cell)
    book.close()
    return path


def xls_file(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            shape = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
            if isinstance(cell, date):
                sheet.write(place, column, cell, shape)
            else:
                sheet.write(place, column, cell)
    book.save(str(path))
    return path


def ods_file(path: Path, rows: Rows) -> Path:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Sheet1")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(_ods_cell(cell))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))
    return path


def ods_of(path: Path, body: str) -> Path:
    """An ods file with one sheet of the rows in `body`, written as office programs write them."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b"<?xml version='1.0'?><m:manifest xmlns:m='x'/>"
    parts = {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    return zipped(path, parts)


def _ods_cell(cell: object) -> TableCell:
    if isinstance(cell, datetime):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=cell)
    else:
        made = TableCell(valuetype="string")
    made.addElement(P(text=str(cell)))
    return made


def repacked(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """A zipped workbook with one text replaced in one of its parts."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.namelist():
            content = book.read(name)
            if part in name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            out.writestr(name, content)
    return target


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return path
