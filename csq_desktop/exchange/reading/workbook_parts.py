"""A look into zipped workbooks (xlsx, ods) before the reader opens them.

The reader (calamine) holds a sheet as one full rectangle and trusts the counts a file states;
a few bytes that claim far corners or huge counts end the whole program, not just the import.
So every part is unpacked once under a cap, and the rectangle is measured from its own cells.
"""

import errno
import html
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from csq_desktop.errors import UserError
from csq_desktop.exchange.reading.limits import FileLimits
from csq_desktop.exchange.reading.lost_cells import (
    LostCells,
    LostInXlsx,
    Unseen,
    book_rules,
    text_in_ods,
)
from csq_desktop.exchange.reading.refusals import damaged, protected, too_wide_apart
from csq_desktop.exchange.reading.sheet_measures import (
    ExactMeasure,
    OdsMeasure,
    Place,
    QuickMeasure,
)
from csq_desktop.texts import tr

_BLOCK = 1 << 20
_STATED = re.compile(rb"""uniqueCount\s*=\s*["']\s*\+?(\d+)""")
_SHORTEST_STRING = len("<si/>")
_ENCRYPTED = "encrypted-package"  # LibreOffice 24.8 and later put the whole document into it
_MANIFEST, _ODS_CONTENT = "META-INF/manifest.xml", "content.xml"
_SHEETS = "xl/worksheets/"
_RELATION, _SHEET = (
    re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>"),
    re.compile(rb"<(?:\w+:)?sheet\b[^>]*>"),
)
_TARGET, _KEY = re.compile(rb"""\bTarget=["']([^"']*)"""), re.compile(rb"""\bId=["']([^"']*)""")
_NAME, _OF_RELATION = re.compile(rb"""\bname=["']([^"']*)"""), re.compile(rb""":id=["']([^"']*)""")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_FROM_1904 = re.compile(rb"""\bdate1904=["'](?:1|true)["']""")
_STYLES = "xl/styles.xml"
_LARGEST_WHOLE = 32 << 20
_KINDS = {_BOOK: "xlsx", "xl/workbook.bin": "xlsb", _ODS_CONTENT: "ods"}


class Book(NamedTuple):
    """What the reader does not tell of a workbook, by sheet."""

    unseen: dict[str, Unseen]
    from_1904: bool = False


def inspect(path: Path, limits: FileLimits) -> Book:
    """What the reader does not tell; a UserError where the workbook may not be opened."""
    try:
        with zipfile.ZipFile(path) as package:
            return _inspect(package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise damaged() from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # what a false place in the package's list comes to
            raise
        raise damaged() from None


def _inspect(package: zipfile.ZipFile, limits: FileLimits) -> Book:
    parts = package.infolist()
    kind = next((_KINDS[part.filename] for part in parts if part.filename in _KINDS), None)
    if _ENCRYPTED in package.namelist():
        raise protected()
    if kind is None:
        raise _no_workbook([part.filename for part in parts])
    if kind == "xlsb":
        raise UserError(tr("Save the spreadsheet as .xlsx and import that."))
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    if len(parts) > limits.parts:
        raise damaged()
    if kind == "ods":
        return Book(_look_into_ods(package, limits))
    return _look_into_xlsx(package, limits)


def _no_workbook(names: Sequence[str]) -> UserError:
    """The refusal of a package by what it holds."""
    if any(name.endswith(".iwa") for name in names):  # Apple Numbers
        return UserError(tr("Save the spreadsheet as .xlsx and import that."))
    whats = {"word/": tr("a text document"), "ppt/": tr("a presentation")}
    for folder, what in whats.items():
        if any(name.startswith(folder) for name in names):
            return UserError(tr("The file is {what}, not a table.", what=what))
    return UserError(tr("The file is a zip archive. Unpack it and import the file inside."))


def _look_into_xlsx(package: zipfile.ZipFile, limits: FileLimits) -> Book:
    """Measure every part of an xlsx file, and find what the reader loses."""
    book, styles = (_whole(package, name, limits) for name in (_BOOK, _STYLES))
    rules = book_rules(book, styles)
    left = limits.unpacked_bytes
    by_part: dict[str, Unseen] = {}
    for part in package.infolist():
        cells = LostInXlsx(rules)
        left -= _measure_part(package, part, limits, cells)
        if left < 0:
            raise _too_much(limits)
        if unseen := cells.unseen():
            by_part[part.filename] = unseen
    by_sheet = _by_sheet(package, book, by_part, limits) if by_part else {}
    return Book(by_sheet, _FROM_1904.search(book) is not None)


def _by_sheet(
    package: zipfile.ZipFile, book: bytes, by_part: dict[str, Unseen], limits: FileLimits
) -> dict[str, Unseen]:
    """What is not told by sheet; the workbook names the parts of its sheets by relations."""
    relations = _whole(package, _RELATIONS, limits)
    targets = {}
    for relation in _RELATION.findall(relations):
        target, key = _TARGET.search(relation), _KEY.search(relation)
        if target and key:
            targets[key[1]] = target[1].decode("utf-8", "replace").rsplit("/", 1)[-1]
    by_name = {part.rsplit("/", 1)[-1]: unseen for part, unseen in by_part.items()}
    sheets = {}
    for tag in _SHEET.findall(book):
        name, key = _NAME.search(tag), _OF_RELATION.search(tag)
        if name and key and targets.get(key[1]) in by_name:
            sheets[html.unescape(name[1].decode("utf-8", "replace"))] = by_name[targets[key[1]]]
    return dict(sheets)


def _too_much(limits: FileLimits) -> UserError:
    return UserError(
        tr("The spreadsheet unpacks to more than {n} MB.", n=limits.unpacked_bytes >> 20)
    )


def _measure_part(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: FileLimits, lost: LostInXlsx
) -> int:
    """Measure one part; the number of bytes it unpacks to."""
    quick = QuickMeasure()
    size = stated = 0
    for piece in _pieces(package, part, limits):
        size += len(piece)
        stated = max([stated, *map(int, _STATED.findall(piece))])
        quick.take(piece)
        if part.filename.startswith(_SHEETS):
            lost.take(piece)
    if stated > min(size // _SHORTEST_STRING, limits.cell_box):
        raise damaged()
    if not quick.is_usual or quick.box > limits.cell_box:
        exact = ExactMeasure()
        for piece in _pieces(package, part, limits):
            exact.take(piece)
        if exact.box > limits.cell_box:
            raise too_wide_apart()
    return size


def _look_into_ods(package: zipfile.ZipFile, limits: FileLimits) -> dict[str, Unseen]:
    """Measure the content of an ods file; what the reader does not tell, by sheet."""
    if _MANIFEST in package.namelist():
        manifest = _pieces(package, package.getinfo(_MANIFEST), limits)
        if any(b"encryption-data" in piece for piece in manifest):
            raise protected()
    lost: defaultdict[str, LostCells] = defaultdict(LostCells)

    def see(place: Place, attributes: bytes, content: bytes) -> None:
        sheet, rows, columns = place
        text = text_in_ods(attributes, content)
        if text is not None:
            lost[sheet].add_all(rows, columns, text)

    measure = OdsMeasure(see)
    for piece in _pieces(package, package.getinfo(_ODS_CONTENT), limits):
        measure.take(piece)
    if measure.box > limits.cell_box:
        raise too_wide_apart()
    hidden, merged = measure.hidden_rows, measure.merged
    return {
        sheet: Unseen(
            lost[sheet].by_row if sheet in lost else {},
            hidden.get(sheet, 0),
            merged.get(sheet, ()),
        )
        for sheet in lost.keys() | hidden.keys() | merged.keys()
    }


def _whole(package: zipfile.ZipFile, name: str, limits: FileLimits) -> bytes:
    """A part of a usual size as a whole; nothing where there is none."""
    if name not in package.namelist() or package.getinfo(name).file_size > _LARGEST_WHOLE:
        return b""
    return b"".join(_pieces(package, package.getinfo(name), limits))


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: FileLimits) -> Iterator[bytes]:
    """A part unpacked in pieces that cut no tag in two; what is no XML is not cut with care."""
    pending, left = b"", limits.unpacked_bytes
    with package.open(part) as stream:
        while block := stream.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise _too_much(limits)
            whole = pending + block
            cut = whole.rfind(b"<")
            if cut <= 0 or len(whole) - cut > _BLOCK:
                cut = len(whole)
            elif whole.rfind(b"<", 0, cut) > whole.rfind(b">", 0, cut):
                raise damaged()
            yield whole[:cut]
            pending = whole[cut:]
    yield pending
