"""Dates with the year first beside others in one column: swapped if the user says so, or told."""

import re
from collections.abc import Sequence
from dataclasses import replace

from csq_desktop.domain.imports.rows import Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells.columns import Read, ReadColumn
from csq_desktop.texts import mark

MIXED = mark(
    "{field}: “{value}” begins with the year, other dates of the column do not. "
    "Check that day and month were not swapped."
)
_YEAR_FIRST = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_MONTHS = 12


def may_be_swapped(cell: str) -> bool:
    """Whether a cell begins with a year and two numbers that may each be the month."""
    match = _YEAR_FIRST.match(cell)
    return match is not None and max(int(match[3]), int(match[4])) <= _MONTHS


def with_day_before_month(read: Read) -> Read:
    """A reader that takes dates with the year first for year, day, month."""

    def swapped(cells: Sequence[str]) -> ReadColumn:
        column = read([_with_parts_swapped(cell) for cell in cells])
        for place, reason in column.reasons.items():
            column.reasons[place] = replace(reason, value=cells[place].strip())
        return column

    return swapped


def pointed_out(read: Read, field: TargetField) -> Read:
    """A reader that tells which dates with the year first may have day and month swapped."""

    def warned(cells: Sequence[str]) -> ReadColumn:
        column = read(cells)
        for place, cell in enumerate(cells):
            if place not in column.reasons and _is_suspect(cell):
                column.reasons[place] = Reason(MIXED, field, cell.strip(), blocks=False)
        return column

    return warned


def _with_parts_swapped(cell: str) -> str:
    match = _YEAR_FIRST.match(cell)
    if match is None:
        return cell
    year, sign, day, month = match.groups()
    return f"{year}{sign}{month}{sign}{day}{cell[match.end() :]}"


def _is_suspect(cell: str) -> bool:
    match = _YEAR_FIRST.match(cell)
    return match is not None and int(match[3]) != int(match[4]) and may_be_swapped(cell)
