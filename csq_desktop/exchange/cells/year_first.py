"""Dates with the year first beside others in one column: swapped if the user says so, or told."""

import re
from collections.abc import Sequence
from dataclasses import replace

from csq_desktop.domain.imports.date_styles import DateStyle
from csq_desktop.domain.imports.rows import Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells.columns import Read, ReadColumn
from csq_desktop.exchange.cells.dates import style_of
from csq_desktop.texts import mark

MIXED = mark(
    "{field}: “{value}” begins with the year, other dates of the column do not. "
    "Check that day and month were not swapped."
)
UNLIKE = mark(
    "{field}: “{value}” does not begin with the year, dates above it do. "
    "Check that day and month were not swapped in those."
)
_YEAR_FIRST = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_MONTHS = 12
_DAY_LENGTH = 10


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


def pointed_out(read: Read, field: TargetField, *, is_mixed: bool) -> Read:
    """A reader that tells which dates with the year first may have day and month swapped.

    `is_mixed` says that others are known to stand beside them. Where they come only later in the
    file, dates that were passed already cannot be pointed out, and the first of the others is.
    """
    ways = _Ways(is_mixed)

    def warned(cells: Sequence[str]) -> ReadColumn:
        column = read(cells)
        place = ways.other_below_suspects(cells)
        if place is not None:
            unlike = Reason(UNLIKE, field, cells[place].strip(), blocks=False)
            column.reasons.setdefault(place, unlike)
        for place, cell in enumerate(cells) if ways.are_mixed else ():
            if place not in column.reasons and _is_suspect(cell):
                column.reasons[place] = Reason(MIXED, field, cell.strip(), blocks=False)
        return column

    return warned


class _Ways:
    """Whether a column has had dates that may be swapped, and others that begin with no year."""

    def __init__(self, is_mixed: bool) -> None:
        self._suspects = self._others = is_mixed

    @property
    def are_mixed(self) -> bool:
        """Whether it has had both."""
        return self._suspects and self._others

    def other_below_suspects(self, cells: Sequence[str]) -> int | None:
        """Take some cells; the place of the column's first other date, if suspects were before."""
        if self.are_mixed:
            return None
        other, below = None, self._suspects
        # Days come again and again: each is looked at where it stands first.
        days = {cells[place][:_DAY_LENGTH]: place for place in reversed(range(len(cells)))}
        firsts = sorted(days.values())
        if not self._others:
            other = next((place for place in firsts if _is_other(cells[place])), None)
            self._others = other is not None
        self._suspects = below or any(_is_suspect(cells[place]) for place in firsts)
        return other if below else None


def _is_other(cell: str) -> bool:
    """Whether a cell is a date of three numbers that does not begin with the year."""
    return style_of(cell) not in (None, DateStyle.YEAR_FIRST)


def _with_parts_swapped(cell: str) -> str:
    match = _YEAR_FIRST.match(cell)
    if match is None:
        return cell
    year, sign, day, month = match.groups()
    return f"{year}{sign}{month}{sign}{day}{cell[match.end() :]}"


def _is_suspect(cell: str) -> bool:
    match = _YEAR_FIRST.match(cell)
    return match is not None and int(match[3]) != int(match[4]) and may_be_swapped(cell)
