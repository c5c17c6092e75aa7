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
WRITTEN_OUT = mark("{field}: “{value}” is read as the whole number it stands for.")
_TRACES = re.compile(r"\.0+$|\d[eE]\+?\d|\d{15}0", re.MULTILINE)
_EXPONENT = re.compile(r"-?\d(?:\.\d+)?[eE]\+\d{1,3}")
_POWER = re.compile(r"(\d)\.(\d{1,14})[eE](\+?)(\d{1,2})")
_ROUNDED = re.compile(r"\d{15}0+")
_EXACT_DIGITS = 14
_POINT = re.compile(r"(\+?\d+)\.0+")


def without_point(text: str) -> str:
    """A whole number without the point and the zero that a data frame put behind it."""
    match = _POINT.fullmatch(text)
    return match[1] if match else text


def written_out(text: str) -> str:
    """A whole number without a power of ten; the text as it is where digits may be lost.

    Programs in Java write 9.1234567E7, with every digit that there is; a spreadsheet writes
    9.12E+07 of the same number, and is believed only where no digit can be missing.
    """
    match = _POWER.fullmatch(text)
    if match is None:
        return text
    first, rest, plus, power = match[1], match[2], match[3], int(match[4])
    digits = rest.rstrip("0")
    if len(digits) > power or power > _EXACT_DIGITS or (plus and len(rest) != power):
        return text
    return first + digits.ljust(power, "0")


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet wrote a power of ten in the place of the last digits."""
    return _EXPONENT.fullmatch(text) is not None and written_out(text) == text


def note_points(column: ReadColumn, field: TargetField, cells: Sequence[str]) -> None:
    """Say of the cells of a read column how they were changed, unless there is worse."""
    for place, cell in enumerate(cells):
        text = cell.strip()
        if text.endswith("0") and _POINT.fullmatch(text):
            column.reasons.setdefault(place, Reason(POINT, field, text, blocks=False))
        elif text[1:2] == "." and written_out(text) != text:
            column.reasons.setdefault(place, Reason(WRITTEN_OUT, field, text, blocks=False))


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
            if is_shortened(text):
                column.reasons[place] = Reason(SHORTENED, self._field, text)
            elif _ROUNDED.fullmatch(text):
                column.reasons[place] = Reason(MAYBE_SHORTENED, self._field, text, blocks=False)
        numbers = [written_out(without_point(text)) for text in texts]
        whole = ReadColumn(numbers, column.reasons)
        note_points(whole, self._field, texts)
        return whole
