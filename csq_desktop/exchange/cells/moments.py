"""Columns of moments: quick where they are written evenly, one by one where they are not."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from csq_desktop.domain.imports.plans import DateOrder
from csq_desktop.domain.imports.rows import Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.cells import dates
from csq_desktop.exchange.cells.even_moments import EvenMoments
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.exchange.cells.values import NOTHING, error_of, is_no_date

REMEMBERED = 200_000


class MomentTables:
    """What was read once about written days and times of day; shared by the columns of a file."""

    def __init__(self, order: DateOrder | None, zone: ZoneInfo) -> None:
        self.order = order
        self.zone = zone
        self.days = _Days(order, zone)
        self.clocks = _Clocks()
        self.even = EvenMoments(self._midnight)

    def _midnight(self, day: str) -> int | None:
        return self.days[day]

    def forget_some(self) -> None:
        """Keep the memory small over files with endlessly many different days."""
        if len(self.days) > REMEMBERED:
            self.days = _Days(self.order, self.zone)


class MomentReader:
    """Reads one column; a date without a time is put at its first or its last second."""

    def __init__(self, field: TargetField, tables: MomentTables) -> None:
        self._field = field
        self._tables = tables
        self._lone = dates.DAY_SECONDS - 1 if field.ends_day else 0

    def read(self, cells: Sequence[str]) -> tuple[list[Plain], dict[int, Reason]]:
        """Epoch seconds of every cell, None for empty ones; and what was wrong, by place."""
        self._tables.forget_some()
        even = self._tables.even.read(cells)
        if even is None:
            return self._each(cells, [None] * len(cells), range(len(cells)))
        return self._each(cells, list[Plain](even.seconds), even.unfit)

    def _each(
        self, cells: Sequence[str], seconds: list[Plain], places: Sequence[int]
    ) -> tuple[list[Plain], dict[int, Reason]]:
        reasons = {}
        for place in places:
            text = cells[place].strip()
            try:
                seconds[place] = self._single(text)
            except Unreadable as error:
                if not is_no_date(text):
                    reasons[place] = Reason(error_of(text) or error.text, self._field, text)
        return seconds, reasons

    def _single(self, text: str) -> Plain:
        tables = self._tables
        day, _, clock = text.partition(" ")
        try:
            midnight = tables.days[day]
            if midnight is None:
                return None
            return midnight + (tables.clocks[clock] if clock else self._lone)
        except Unreadable:
            ends_day = self._field.ends_day
            return dates.moment_of(text, tables.order, tables.zone, ends_day=ends_day)


class _Days(dict[str, int | None]):
    """Midnight of each written day; None for the words that most often say there is none.

    A day on which the clocks change is Unreadable here: `dates.moment_of` reads it exactly.
    """

    def __init__(self, order: DateOrder | None, zone: ZoneInfo) -> None:
        super().__init__(dict.fromkeys([*NOTHING, *map(str.upper, NOTHING)]))
        self._order = order
        self._zone = zone

    def __missing__(self, text: str) -> int:
        day = dates.plain_day(text, self._order)
        midnight = dates.epoch(day, 0, self._zone)
        if dates.epoch(day, dates.DAY_SECONDS, self._zone) - midnight != dates.DAY_SECONDS:
            raise Unreadable(dates.NOT_A_DATE)
        self[text] = midnight
        return midnight


class _Clocks(dict[str, int]):
    """Seconds since midnight of each written time of day."""

    def __missing__(self, text: str) -> int:
        seconds = dates.clock_seconds(text)
        self[text] = seconds
        return seconds
