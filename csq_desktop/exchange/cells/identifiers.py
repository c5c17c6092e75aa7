"""Numbers by which records are told apart, and what spreadsheets and data frames do to them.

A spreadsheet holds fifteen digits of a number: it shows more as 4.11E+18, or with zeros at their
end, and two customers become one. A data frame writes whole numbers with a point and a zero.
"""

import re
from collections.abc import Sequence

from csq_desktop.domain.imports.rows import Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells.columns import Read, ReadColumn
from csq_desktop.texts import mark

IDENTIFYING = ("reference", "their_reference", "customer_reference")
SHORTENED = mark(
    "{field}: a spreadsheet shortened “{value}”, and its last digits are lost. "
    "Format the column as text where the file comes from."
)
MAYBE_SHORTENED = mark(
    "{field}: “{value}” may have lost its last digits: a spreadsheet keeps only 15."
)
POINT = mark("{field}: “{value}” is read without the “.0” at its end.")
_TRACES = re.compile(r"\.0+$|[eE]\+\d|\d{15}0", re.MULTILINE)
_EXPONENT = re.compile(r"-?\d(?:\.\d+)?[eE]\+\d{1,3}")
_ROUNDED = re.compile(r"\d{15}0+")
_POINT = re.compile(r"(\+?\d+)\.0+")


def without_point(text: str) -> str:
    """A whole number without the point and the zero that a data frame put behind it."""
    match = _POINT.fullmatch(text)
    return match[1] if match else text


def note_points(column: ReadColumn, field: TargetField, cells: Sequence[str]) -> None:
    """Say of the cells of a read column that their “.0” was left off, unless there is worse."""
    for place, cell in enumerate(cells):
        if cell.endswith("0") and _POINT.fullmatch(cell.strip()):
            column.reasons.setdefault(place, Reason(POINT, field, cell.strip(), blocks=False))


class Identifiers:
    """Reads a column of identifying numbers, and tells of those that a spreadsheet changed."""

    def __init__(self, field: TargetField, read: Read) -> None:
        self._field = field
        self._read = read

    def __call__(self, cells: Sequence[str]) -> ReadColumn:
        column = self._read(cells)
        texts = list(map(str, column.values))
        if not _TRACES.search("\n".join(texts)):
            return column
        for place, text in enumerate(texts):
            if _EXPONENT.fullmatch(text):
                column.reasons[place] = Reason(SHORTENED, self._field, text)
            elif _ROUNDED.fullmatch(text):
                column.reasons[place] = Reason(MAYBE_SHORTENED, self._field, text, blocks=False)
        whole = ReadColumn(list(map(without_point, texts)), column.reasons)
        note_points(whole, self._field, texts)
        return whole
