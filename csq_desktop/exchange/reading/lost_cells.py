"""Cells of an xlsx sheet that the reader hands over as empty though they are not.

It knows no errors, and of a formula only the value that the last program stored beside it: files
written by other software often have none.
"""

import re
from collections.abc import Iterator, Mapping

from csq_desktop.exchange.cells.values import NO_VALUE
from csq_desktop.exchange.reading.sheet_measures import column_number

Lost = Mapping[int, Mapping[int, str]]
"""The texts of lost cells by row and column, both counted from 0."""
_FORMULA = re.compile(
    rb"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>", re.DOTALL
)
_ERROR = re.compile(rb"""t=["']e["'][^<>]*>(?:<f(?:[^<>]*/>|[^<>]*>[^<]*</f>))?<v>(#[^<]+)</v>""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt=["'](?:str|e)["']""")
_OVERLAP = 4 << 10
_MOST = 1_000_000


class LostCells:
    """Takes the XML of a sheet in pieces that cut no tag in two."""

    def __init__(self) -> None:
        self.by_row: dict[int, dict[int, str]] = {}
        self._before = b""
        self._count = 0

    def take(self, piece: bytes) -> None:
        """Look at the next piece; a cell may have begun in the one before."""
        whole = self._before + piece
        self._before = whole[-_OVERLAP:]
        for match in _FORMULA.finditer(whole):
            if not _TYPE.search(_head(whole, match.start())):
                self._add(_head(whole, match.start()), NO_VALUE)
        for match in _ERROR.finditer(whole):
            self._add(_head(whole, match.end()), match[1].decode("ascii", "replace"))

    def _add(self, head: bytes, text: str) -> None:
        place = _PLACE.search(head)
        if place is None or self._count >= _MOST:
            return
        self._count += 1
        row, column = int(place[2]) - 1, column_number(place[1]) - 1
        self.by_row.setdefault(row, {})[column] = text


def _head(sheet: bytes, inside: int) -> bytes:
    """The opening tag of the cell around a place."""
    begin = sheet.rfind(b"<c ", 0, inside)
    return sheet[begin : sheet.find(b">", begin)] if begin >= 0 else b""


def put_in(rows: Iterator[list[str]], lost: Lost, first_column: int) -> Iterator[list[str]]:
    """The rows of a sheet with its lost cells."""
    for number, row in enumerate(rows):
        for column, text in lost.get(number, {}).items():
            place = column - first_column
            if 0 <= place < len(row) and not row[place]:
                row[place] = text
        yield row
