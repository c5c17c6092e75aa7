"""A look into zipped workbooks (xlsx, ods) before the reader opens them.

The reader (calamine) holds a sheet as one full rectangle and trusts the counts a file states;
a few bytes that claim far corners or huge counts end the whole program, not just the import.
So every part is unpacked once under a cap, and the rectangle is measured from its own cells.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.exchange.limits import Limits
from csq_desktop.texts import tr

_BLOCK = 1 << 20
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])")
_STATED = re.compile(rb"""\buniqueCount\s*=\s*["']\s*(\d+)""")
_ODS_PIECE = re.compile(rb"<(?:\w+:)?(table-row|(?:covered-)?table-cell)\b([^>]*)>")
_REPEATS = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([^"']*)["']""")
_MANIFEST = "META-INF/manifest.xml"
_KINDS = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "content.xml": "ods",
}


def inspect(path: Path, limits: Limits) -> str:
    """The kind of a zipped workbook (xlsx or ods); a UserError where it may not be opened."""
    try:
        with zipfile.ZipFile(path) as package:
            return _inspect(package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise damaged() from None


def damaged() -> UserError:
    """The refusal of a spreadsheet that cannot be read."""
    return UserError(
        tr("The spreadsheet is damaged. Open it in the program it came from and save it again.")
    )


def protected() -> UserError:
    """The refusal of a spreadsheet under a password."""
    return UserError(tr("The spreadsheet is protected by a password. Save it without one."))


def too_wide_apart() -> UserError:
    """The refusal of a sheet whose used rectangle is too large."""
    return UserError(
        tr(
            "The sheet's cells lie too far apart to be read. "
            "Copy the rows you need to a new sheet and import that."
        )
    )


def _inspect(package: zipfile.ZipFile, limits: Limits) -> str:
    parts = package.infolist()
    kind = next((_KINDS[part.filename] for part in parts if part.filename in _KINDS), None)
    if kind is None:
        raise UserError(tr("The file is a zip archive. Unpack it and import the file inside."))
    if kind == "xlsb":
        raise UserError(tr("Save the spreadsheet as .xlsx and import that."))
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    if len(parts) > limits.parts:
        raise damaged()
    left = limits.unpacked_bytes
    for part in parts:
        left -= _look_into(package, part, kind, left, limits)
    return kind


def _look_into(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, left: int, limits: Limits
) -> int:
    """Measure one part; the number of bytes it unpacks to."""
    measure = _OdsMeasure() if kind == "ods" else _XlsxMeasure()
    size = stated = 0
    for piece in _pieces(package, part):
        size += len(piece)
        if size > left:
            raise UserError(
                tr("The spreadsheet unpacks to more than {n} MB.", n=limits.unpacked_bytes >> 20)
            )
        if part.filename == _MANIFEST and b"encryption-data" in piece:
            raise protected()
        stated = max([stated, *map(int, _STATED.findall(piece))])
        measure.take(piece)
    if stated > size:
        raise damaged()
    if measure.box > limits.cell_box:
        raise too_wide_apart()
    return size


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part unpacked in pieces that cut no tag in two."""
    pending = b""
    with package.open(part) as stream:
        while block := stream.read(_BLOCK):
            whole = pending + block
            cut = whole.rfind(b"<")
            if cut <= 0 or len(whole) - cut > _BLOCK:
                cut = len(whole)
            yield whole[:cut]
            pending = whole[cut:]
    yield pending


class _XlsxMeasure:
    """The used rectangle of an xlsx sheet, at least as large as the reader makes it."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._rows_without = self._cells_in_row = self._widest_row = 0

    def take(self, piece: bytes) -> None:
        references = _REFERENCE.findall(piece)
        rows = [int(number) for _, number in references]
        self._row = max([self._row, *rows])
        self._column = max(
            [self._column, *(_column_number(name) for name in {name for name, _ in references})]
        )
        if self._row > _LAST_ROW or self._column > _LAST_COLUMN:
            raise too_wide_apart()
        bare = sum(1 for name, _ in references if not name)
        self._rows_without += max(0, len(_ROW.findall(piece)) - bare)
        if len(_CELL.findall(piece)) != len(references) - bare:
            self._count(piece)

    def _count(self, piece: bytes) -> None:
        for found in _ROW_OR_CELL.finditer(piece):
            self._cells_in_row = 0 if found[1] == b"row" else self._cells_in_row + 1
            self._widest_row = max(self._widest_row, self._cells_in_row)

    @property
    def box(self) -> int:
        """Cells of the rectangle."""
        return (self._row + self._rows_without) * (self._column + self._widest_row)


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name[:4].upper():
        number = number * 26 + letter - 64
    return number


class _OdsMeasure:
    """The used rectangle of an ods sheet; repeated cells count only where they hold something."""

    def __init__(self) -> None:
        self._above = self._repeats = self._place = self._end = 0
        self._height = self._width = 0

    def take(self, piece: bytes) -> None:
        for found in _ODS_PIECE.finditer(piece):
            repeats = _repeats(found[2])
            if found[1] == b"table-row":
                self._above += self._repeats
                self._repeats, self._place = repeats, 0
            else:
                self._place += repeats
                if b"value-type" in found[2] or not found[2].endswith(b"/"):
                    self._height = max(self._height, self._above + self._repeats)
                    self._width = max(self._width, self._place)

    @property
    def box(self) -> int:
        """Cells of the rectangle, over all sheets together."""
        return self._height * self._width


def _repeats(attributes: bytes) -> int:
    found = _REPEATS.search(attributes)
    if found is None:
        return 1
    if not found[1].isdigit():
        raise damaged()
    return int(found[1])
