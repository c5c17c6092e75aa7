"""Business time: when the shop is open, how long a span lasts, and when a clock runs out.

Moments are aware datetimes, counted in whole seconds (a fraction is cut off); answers come in UTC.
Time zones come from zoneinfo; where the system has no zone files (Windows) the `tzdata` package
supplies them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

Hours = tuple[time, time]
"""One opening in shop time; an end at or before its start lies on the next day.

Such an opening belongs to the day it begins on: hours of 18:00–02:00 on a Saturday are that
Saturday's, also where the Sunday is closed. An end of 00:00 is the midnight that ends the day.
"""

_MIDNIGHT = time(0)
_HORIZON_YEARS = 100
_WHOLE_DAY = 86_400
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closure:
    """A one-off closing such as a typhoon; closures may overlap, closed twice is closed."""

    start: datetime
    end: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if _seconds(self.end) <= _seconds(self.start):
            raise UserError(tr("A closure must end after it starts."), field="end")


@dataclass(frozen=True)
class Opening:
    """Special hours of one day; they replace the weekday's hours and outrank a holiday."""

    day: date
    hours: tuple[Hours, ...]

    def __post_init__(self) -> None:
        _check_hours(self.hours)


@dataclass(frozen=True)
class PlannedHours:
    """Planned openings: Monday first in `weekly`, several openings a day where it has breaks.

    Special openings outrank holidays, holidays outrank the week.
    """

    weekly: tuple[tuple[Hours, ...], ...]
    holidays: frozenset[date] = frozenset()
    openings: tuple[Opening, ...] = ()

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError(self.weekly)
        for hours in self.weekly:
            _check_hours(hours)
        if len(self._special) != len(self.openings):
            raise UserError(tr("A day can have special opening hours only once."))

    def planned(self, day: date) -> tuple[Hours, ...]:
        """The planned openings of a day in shop time."""
        special = self._special.get(day)
        if special is not None:
            return special
        return () if day in self.holidays else self.weekly[day.weekday()]

    @property
    def never_opens(self) -> bool:
        """Whether neither a weekday nor a special day has any opening."""
        return not any(self.weekly) and not any(opening.hours for opening in self.openings)

    @cached_property
    def business_day(self) -> int:
        """How long a business day is, in seconds: the longest day of the week.

        Lateness is given in days of that length; 24 hours where no weekday has any opening.
        """
        days = (sum(_length(hours) for hours in day) for day in self.weekly)
        return max(days, default=0) or _WHOLE_DAY

    @cached_property
    def _special(self) -> dict[date, tuple[Hours, ...]]:
        return {opening.day: opening.hours for opening in self.openings}


class EarlierHours(NamedTuple):
    """Hours that held on the days before `until`, and after the earlier hours before them."""

    until: date
    hours: PlannedHours


class _OpenPeriod(NamedTuple):
    """One unbroken opening in epoch seconds."""

    start: int
    end: int


class YearOfOpenings:
    """The openings of one year in shop time, with running totals to search in."""

    def __init__(self, pieces: Sequence[_OpenPeriod]) -> None:
        self.pieces = pieces
        self.starts = [piece.start for piece in pieces]
        self.totals = list(accumulate(piece.end - piece.start for piece in pieces))
        self.total = self.totals[-1] if pieces else 0

    def before(self, moment: int) -> int:
        """Seconds open from the start of the year to the moment."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.totals[index] - max(0, self.pieces[index].end - moment)

    def at(self, target: int) -> int:
        """The first moment so many open seconds into the year; 0 < target <= total."""
        index = bisect_left(self.totals, target)
        return self.pieces[index].end - (self.totals[index] - target)


@dataclass(frozen=True)
class ShopCalendar(PlannedHours):
    """When the shop is open, day by day; closures outrank whatever was planned.

    Its own hours are those of today; `earlier` are the hours before them, the oldest first. A day
    keeps the hours that held on it, so that no deadline or expected run of the past moves when
    hours change.
    """

    closures: tuple[Closure, ...] = ()
    zone: str = "Asia/Hong_Kong"
    earlier: tuple[EarlierHours, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.timezone

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The shop's time zone; a name nobody knows is a UserError."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise UserError(tr("The time zone “{zone}” is not known.", zone=self.zone)) from error

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The planned openings of a day in shop time, closures not yet taken out."""
        return self._held(day).planned(day)

    def business_day_on(self, day: date) -> int:
        """How long a business day was by the hours that held on a day, in seconds."""
        return self._held(day).business_day

    def _held(self, day: date) -> PlannedHours:
        return next((former.hours for former in self.earlier if day < former.until), self)

    def day_of(self, moment: datetime) -> date:
        """The day a moment lies in, in shop time."""
        _seconds(moment)
        return moment.astimezone(self.timezone).date()

    @cached_property
    def _closed(self) -> list[tuple[int, int]]:
        return _merged(
            (_seconds(closure.start), _seconds(closure.end)) for closure in self.closures
        )

    @cached_property
    def _years(self) -> dict[int, YearOfOpenings]:
        return {}  # filled as years are asked for; a frozen class keeps it as a cached property

    def year(self, number: int) -> YearOfOpenings:
        """The openings of one year, worked out once."""
        if number not in self._years:
            self._years[number] = YearOfOpenings(list(self._pieces(number)))
        return self._years[number]

    def _pieces(self, year: int) -> Iterator[_OpenPeriod]:
        """The year's openings in order, closures taken out."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        cursor, over = self._wall(first, _MIDNIGHT), self._wall(last, _MIDNIGHT) + _WHOLE_DAY
        # The night that the year begins in belongs to the last day of the year before.
        for ordinal in range(max(1, first.toordinal() - 1), last.toordinal() + 1):
            for opens, closes in self._spans(date.fromordinal(ordinal)):
                # A clock put forward, or a night, may reach into the next: never count twice.
                start, cursor = max(cursor, opens), max(cursor, min(closes, over))
                for part_start, part_end in _without(start, cursor, self._closed):
                    yield _OpenPeriod(part_start, part_end)

    def opens_on(self, day: date) -> bool:
        """Whether any opening of a day takes place, closures taken out, be it after midnight."""
        return any(any(_without(*span, self._closed)) for span in self._spans(day))

    def begins(self, day: date) -> datetime:
        """When a day of business begins: at midnight, or when the night before has ended."""
        midnight = self._wall(day, _MIDNIGHT)
        return _moment(max((midnight, *(end for _, end in self._spans(day - _ONE_DAY)))))

    def _spans(self, day: date) -> Iterator[tuple[int, int]]:
        """The planned openings of a day as moments, closures not yet taken out."""
        for opens, closes in self.hours(day):
            later = int(closes <= opens)
            yield self._wall(day, opens), self._wall(day, closes, later=later)

    def _wall(self, day: date, clock: time, *, later: int = 0) -> int:
        return _seconds(datetime.combine(day + later * _ONE_DAY, clock, self.timezone))

    def year_number(self, moment: datetime) -> int:
        """The year a moment lies in, in shop time."""
        return moment.astimezone(self.timezone).year


def last_second(day: date, zone: ZoneInfo) -> int:
    """The last second of a day: a date of a file without a time may be read as that."""
    return _seconds(datetime.combine(day + timedelta(days=1), _MIDNIGHT, zone)) - 1


def business_seconds(calendar: ShopCalendar, a: datetime, b: datetime) -> int:
    """Seconds the shop is open from a to b; negative when b comes first."""
    start, end = _seconds(a), _seconds(b)
    if end < start:
        return -business_seconds(calendar, b, a)
    first, last = calendar.year_number(a), calendar.year_number(b)
    whole = sum(calendar.year(number).total for number in range(first, last))
    return whole + calendar.year(last).before(end) - calendar.year(first).before(start)


def due_at(calendar: ShopCalendar, start: datetime, span_seconds: int) -> datetime:
    """The earliest moment with so many business seconds since the start.

    A span that ends exactly at closing is due at closing. A span of 0 is due at once, or at the
    next opening when the shop is closed. UserError when the shop does not open long enough.
    """
    if span_seconds < 0:
        raise ImpossibleNumbers(span_seconds)
    if span_seconds == 0:
        return next_opening(calendar, start)
    number = calendar.year_number(start)
    target = span_seconds + calendar.year(number).before(_seconds(start))
    for year in _years_from(calendar, start):
        if target <= year.total:
            return _moment(year.at(target))
        target -= year.total
    raise _never()


def next_opening(calendar: ShopCalendar, moment: datetime) -> datetime:
    """The moment itself when the shop is open then, otherwise when it opens next."""
    second = _seconds(moment)
    for year in _years_from(calendar, moment):
        index = max(0, bisect_right(year.starts, second) - 1)
        # The opening the moment may lie in, and the one after it where it has ended.
        for piece in year.pieces[index : index + 2]:
            if second < piece.end:
                return _moment(max(second, piece.start))
    raise _never()


def opens_on(calendar: ShopCalendar, day: date) -> bool:
    """Whether the shop opens on a day, closures taken out; a night belongs to the day before."""
    return calendar.opens_on(day)


def _years_from(calendar: ShopCalendar, moment: datetime) -> Iterator[YearOfOpenings]:
    """The years to look for an opening in: a deadline lies at most a hundred years ahead."""
    if calendar.never_opens and all(former.hours.never_opens for former in calendar.earlier):
        return
    number = calendar.year_number(moment)
    # Not the last year a date can have: the midnight that ends it lies beyond.
    for year in range(number, min(number + _HORIZON_YEARS, date.max.year)):
        yield calendar.year(year)


def _never() -> UserError:
    return UserError(
        tr("There are too few opening hours to set a deadline. Check the opening hours.")
    )


def _length(hours: Hours) -> int:
    """Seconds from opening to closing by the clock on the wall."""
    opens, closes = (
        60 * (60 * clock_time.hour + clock_time.minute) + clock_time.second for clock_time in hours
    )
    return closes - opens if closes > opens else closes + _WHOLE_DAY - opens


def _check_hours(hours: Sequence[Hours]) -> None:
    for opens, closes in hours:
        if opens.tzinfo or closes.tzinfo:
            raise ValueError(hours)
        if closes == opens != _MIDNIGHT:
            raise UserError(tr("An opening cannot begin and end at the same time."))
    for (began, closes), (opens, _) in pairwise(hours):
        if closes <= began or opens < closes:
            raise UserError(tr("The opening hours of a day must be in order and must not overlap."))


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(start: int, end: int, closed: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of an opening outside the closed stretches, which are in order and apart."""
    for shut, reopens in closed[max(0, bisect_right(closed, (start, start)) - 1) :]:
        if shut >= end:
            break
        if reopens > start:
            if shut > start:
                yield start, shut
            start = reopens
    if start < end:
        yield start, end


def _seconds(moment: datetime) -> int:
    if moment.utcoffset() is None:
        raise ValueError(moment)
    return int((moment - _EPOCH) // timedelta(seconds=1))


def _moment(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
