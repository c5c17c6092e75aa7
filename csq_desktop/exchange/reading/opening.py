"""Opening a stranger's file as a table: what it is, told by its bytes and never by its name."""

import re
from pathlib import Path

from csq_desktop import disk_refusals
from csq_desktop.domain.imports.tables import Table
from csq_desktop.errors import UserError
from csq_desktop.exchange.reading import compound
from csq_desktop.exchange.reading.limits import LIMITS, FileLimits
from csq_desktop.exchange.reading.odd_marks import unmarked
from csq_desktop.exchange.reading.spreadsheets import open_spreadsheet
from csq_desktop.exchange.reading.textfiles import open_text
from csq_desktop.texts import mark, tr

_HEAD = 512
_ZIP = b"PK\x03\x04"
_NOT_TABLES = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"), mark("a picture")),
    ((b"%PDF",), mark("a PDF")),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"), mark("a packed archive")),
    ((b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"), mark("a program")),
    ((b"SQLite format 3",), mark("a database")),
    ((b"{\\rtf",), mark("a text document")),
    ((b"BEGIN:VCARD",), mark("a file of contacts")),
    ((b"BEGIN:VCALENDAR",), mark("a calendar")),
)
_MARKUP = re.compile(rb"<(?:[!?]|[a-z][\w:]*[\s/>])|mime-version:", re.IGNORECASE)
_XML = re.compile(rb"<\?xml(?![^<]*<(?:!doctype )?html)|<workbook", re.IGNORECASE)
_JSON = re.compile(rb"\[\s*[\[{]|\{\s*[\"}]")
# Sheets as text of the eighties: their first lines, which headings never look like.
_OLD_SHEETS = re.compile(rb"ID;P[^\r\n]*[\r\n]+[A-Z]{1,3};|TABLE\r?\n0,1\r?\n")


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    limits: FileLimits = LIMITS,
) -> Table:
    """The table a CSV, XLSX, XLS or ODS file holds; a UserError says why there is none."""
    try:
        table = unmarked(_open(path, sheet, encoding, limits))
        if next(table.chunks(), None) is None:
            raise UserError(tr("The file has headings but no rows."))
    except OSError as error:
        raise UserError(
            tr("The file cannot be read: {reason}.", reason=disk_refusals.reason(error))
        ) from None
    return table


def _open(path: Path, sheet: str | None, encoding: str | None, limits: FileLimits) -> Table:
    if path.exists() and not path.is_file():
        raise UserError(tr("“{name}” is not a file. Choose a file.", name=path.name))
    if not path.is_file():
        raise UserError(tr("The file “{name}” was not found.", name=path.name))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UserError(tr("The file is empty."))
    if head.startswith((_ZIP, compound.MAGIC)):
        return open_spreadsheet(path, limits, sheet)
    _refuse_known(head)
    return open_text(path, limits, encoding)


def _refuse_known(head: bytes) -> None:
    for marks, what in _NOT_TABLES:
        if any(head.startswith(mark) and (len(mark) > 2 or b"\0" in head) for mark in marks):
            raise UserError(tr("The file is {what}, not a table.", what=tr(what)))
    if head[4:8] == b"ftyp":
        raise UserError(tr("The file is {what}, not a table.", what=tr("a picture or film")))
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _JSON.match(begin):
        raise UserError(tr("The file is {what}, not a table.", what=tr("a JSON file")))
    if _OLD_SHEETS.match(begin):
        raise UserError(tr("Save the spreadsheet as .xlsx and import that."))
    if _MARKUP.match(begin):
        what = tr("an XML file") if _XML.match(begin) else tr("a web page")
        raise UserError(
            tr(
                "The file is {what}. Open it in a spreadsheet program and save it as .xlsx.",
                what=what,
            )
        )
