"""Cells of a sheet that the reader hands over as something else than they show.

It knows no errors, and of a formula only the value that the last program stored beside it: files
written by other software often have none, or a 0 in its place. Nor does it know that a format
makes a code of a number, as with numbers of customers.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from csq_desktop.exchange.cells.number_formats import as_seen, code_shown, makes_codes
from csq_desktop.exchange.cells.values import NO_VALUE, error_of, is_nothing
from csq_desktop.exchange.reading.sheet_measures import Merged, column_number

Lost = Mapping[int, Mapping[int, str]]
"""The texts of lost cells by row and column, both counted from 0."""
_F = rb"<(?:\w+:)?f(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
_END = rb"</(?:\w+:)?c>"
_FORMULA = re.compile(_F + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*" + _END)
_WORKED_OUT = re.compile(_F + rb"<(?:\w+:)?v>([^<]+)</")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])[^<>]*>\s*(?:"""
    + _F
    + rb""")?<(?:\w+:)?v>(#[^<]+)</"""
)
_TO_BE_WORKED_OUT = re.compile(rb"""\bfullCalcOnLoad=["'](?:1|true)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_FORMAT_ID = re.compile(rb"""\bnumFmtId=["'](\d+)["']""")
_FORMAT_CODE = re.compile(rb"""\bformatCode=(?:"([^"]*)"|'([^']*)')""")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](?:str|e)["']""")
_SHOWN = re.compile(rb"\s*<(?:\w+:)?p(?:\s[^<>]*)?>([^<]*)")
_NUMBER = re.compile(rb"""\boffice:value\s*=\s*["'](\d+(?:\.\d+)?)["']""")
_IS_ERROR = re.compile(rb""":value-type\s*=\s*["']error["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b(?=[^>]*\bhidden=["'](?:1|true)["'])[^>]*[^/>]>""")
_OVERLAP = 4 << 10
_MOST = 1_000_000
SOME_ERROR = "#VALUE!"
ERROR_BY_CODE = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
"""What an xls file writes for an error, and how programs show it."""


@dataclass(frozen=True)
class Unseen:
    """What the reader does not tell of a sheet: lost cells, and how many filled rows are hidden.

    `merged` are the first and last cells of merged ones in an ods file, by row and column from 0.
    """

    cells: Lost = field(default_factory=dict)
    hidden_rows: int = 0
    merged: Sequence[Merged] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.hidden_rows or self.merged)


class LostCells:
    """The lost cells of one sheet."""

    def __init__(self) -> None:
        self.by_row: dict[int, dict[int, str]] = {}
        self._count = 0

    def add(self, row: int, column: int, text: str) -> None:
        """Remember a cell, unless there are too many already."""
        if self._count < _MOST:
            self._count += 1
            self.by_row.setdefault(row, {})[column] = text

    def add_all(self, rows: range, columns: range, text: str) -> None:
        """Remember a cell that a file repeats."""
        for row, column in islice(product(rows, columns), _MOST - self._count):
            self.add(row, column, text)

    def joined(self, more: "LostCells") -> Lost:
        """These cells and `more` that are none of them."""
        rows = self.by_row.keys() | more.by_row.keys()
        return {row: more.by_row.get(row, {}) | self.by_row.get(row, {}) for row in rows}


@dataclass(frozen=True)
class BookRules:
    """What an xlsx file says of all its sheets.

    `to_be_worked_out`: its formulas have no values yet. `codes` are the number formats that make
    codes of numbers, by style.
    """

    to_be_worked_out: bool = False
    codes: Mapping[int, str] = field(default_factory=dict)


def book_rules(book: bytes, styles: bytes) -> BookRules:
    """The rules of an xlsx file by its parts of that name."""
    formats: dict[bytes, str] = {}
    for tag in _FORMAT.findall(styles):
        name, code = _FORMAT_ID.search(tag), _FORMAT_CODE.search(tag)
        text = html.unescape((code[1] or code[2] or b"").decode("utf-8", "replace")) if code else ""
        if name and makes_codes(text):
            formats[name[1]] = text
    cells = _CELL_STYLES.search(styles)
    names = (_FORMAT_ID.search(style) for style in _STYLE.findall(cells[1] if cells else b""))
    codes = {n: formats[name[1]] for n, name in enumerate(names) if name and name[1] in formats}
    return BookRules(_TO_BE_WORKED_OUT.search(book) is not None, codes)


class LostInXlsx:
    """Takes the XML of a sheet in pieces that cut no tag in two.

    Where a workbook says that its formulas are yet to be worked out, and all have 0 for a value,
    none of them has one.
    """

    def __init__(self, rules: BookRules) -> None:
        self._lost, self._zeros = LostCells(), LostCells()
        self._to_be_worked_out = rules.to_be_worked_out
        self._codes = rules.codes
        styles = b"|".join(b"%d" % style for style in rules.codes)
        self._code_cell = re.compile(
            rb"""<(?:\w+:)?c\s(?=[^<>]*\bs=["'](%s)["'])(?![^<>]*\bt=["'](?!n["']))[^<>]*>\s*(?:"""
            % styles
            + _F
            + rb""")?<(?:\w+:)?v>(\d{1,15}(?:\.\d{1,15})?)</"""
        )
        self._before = b""
        self._hidden_rows = 0

    def take(self, piece: bytes) -> None:
        """Look at the next piece; a cell may have begun in the one before."""
        self._hidden_rows += len(_HIDDEN_ROW.findall(piece))
        whole = self._before + piece
        self._before = whole[-_OVERLAP:]
        for match in _FORMULA.finditer(whole):
            head = _head(whole, match.start())
            if not _TYPE.search(head):
                _add(self._lost, head, NO_VALUE)
        for match in _ERROR.finditer(whole):
            _add(self._lost, match[0], match[1].decode("ascii", "replace"))
        if self._to_be_worked_out:
            self._take_zeros(whole)
        if self._codes:
            self._take_codes(whole)

    def _take_zeros(self, whole: bytes) -> None:
        for match in _WORKED_OUT.finditer(whole):
            if match[1] != b"0":
                self._to_be_worked_out = False
                return
            _add(self._zeros, _head(whole, match.start()), NO_VALUE)

    def _take_codes(self, whole: bytes) -> None:
        for match in self._code_cell.finditer(whole):
            code = as_seen(self._codes[int(match[1])], match[2].decode())
            if code:
                _add(self._lost, match[0], code)

    def unseen(self) -> Unseen:
        """What the reader does not tell, once all pieces were taken."""
        lost = self._lost.joined(self._zeros) if self._to_be_worked_out else self._lost.by_row
        return Unseen(lost, self._hidden_rows)


def _head(sheet: bytes, inside: int) -> bytes:
    """The opening tag of the cell around a place."""
    begin = max(sheet.rfind(b"<c ", 0, inside), sheet.rfind(b":c ", 0, inside))
    return sheet[begin : sheet.find(b">", begin)] if begin >= 0 else b""


def _add(lost: LostCells, head: bytes, text: str) -> None:
    place = _PLACE.search(head)
    if place:
        lost.add(int(place[2]) - 1, column_number(place[1]) - 1, text)


def text_in_ods(attributes: bytes, content: bytes) -> str | None:
    """The text of a cell in an ods file that the reader loses, from what stands behind its tag."""
    is_error = _IS_ERROR.search(attributes) is not None
    match = _SHOWN.match(content)
    shown = html.unescape(match[1].decode("utf-8", "replace").strip()) if match else ""
    number = _NUMBER.search(attributes)
    code = code_shown(number[1].decode(), shown) if number else None
    if code or not (is_error or b"formula" in attributes):
        return code
    if error_of(shown) or (shown[:1] == "#" and is_nothing(shown)):
        return shown
    if is_error:
        return SOME_ERROR
    return None if b"value-type" in attributes else NO_VALUE


def put_in(rows: Iterator[list[str]], lost: Lost, first_column: int) -> Iterator[list[str]]:
    """The rows of a sheet with its lost cells."""
    for number, row in enumerate(rows):
        for column, text in lost.get(number, {}).items():
            place = column - first_column
            if 0 <= place < len(row):
                row[place] = text
        yield row
