"""How a shop's year runs: busy months, one bad month with its cause, and the recovery."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.months import Month

# December to February carry Christmas and Lunar New Year, July and August the sales.
_SEASON = (1.25, 1.15, 0.9, 0.9, 0.95, 1.0, 1.15, 1.1, 0.9, 0.95, 1.0, 1.3)
_HOURS = (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
_HOUR_WEIGHTS = (2, 4, 7, 7, 6, 7, 8, 9, 13, 14, 11, 5)
_WEEKDAY = (0.9, 0.85, 0.9, 0.95, 1.1, 1.5, 1.6)
_TYPHOONS = (9, 8, 7, 10)
"""Months in which the Observatory raises signal no. 8, the likeliest first."""
BAD_MONTHS_AGO = 4
"""How many months before the current one the bad month is."""


class PassingTime:
    """The clock of a demo store while it is made: it is moved by hand."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def passes(self, moment: datetime) -> None:
        """Move the clock to a moment."""
        self._moment = max(self._moment, moment)


@dataclass(frozen=True)
class Year:
    """The months of a demo store, the last one still running at `now`."""

    months: tuple[Month, ...]
    now: datetime
    zone: ZoneInfo

    @property
    def bad(self) -> Month | None:
        """The month in which the second till closed early; None in a very short demo."""
        index = len(self.months) - 1 - BAD_MONTHS_AGO
        return self.months[index] if index > 0 else None

    @cached_property
    def closed(self) -> tuple[date, str]:
        """The day the shop was shut, and why: a typhoon in its season, else to count the stock."""
        finished = self.months[-2::-1] or self.months
        stormy = [month for number in _TYPHOONS for month in finished if month.number == number]
        month, reason = (stormy[0], "typhoon") if stormy else (finished[0], "stock_taking")
        return month.first_day + timedelta(days=9), reason

    @property
    def opening(self) -> datetime:
        """When the shop began to keep its service: the first morning."""
        return min(self.moment(self.months[0].first_day), self.now)

    def moment(self, day: date) -> datetime:
        """A day's morning, before the shop opens."""
        return datetime.combine(day, time(9), self.zone)

    def joined(self, share: float) -> datetime:
        """When a customer joined: the first half before the first day, the rest evenly since."""
        if share < 0.5:
            return self.opening
        day = (self.opening + (2 * share - 1) * (self.now - self.opening)).date()
        open_for = int(share * 1_000_000) % (9 * 60)
        at = datetime.combine(day, time(11), self.zone) + timedelta(minutes=open_for)
        return min(at, self.now)

    def share_joined(self, moment: datetime) -> float:
        """The share of all customers who had joined by a moment."""
        passed = (moment - self.opening) / max(self.now - self.opening, timedelta(seconds=1))
        return 0.5 + 0.5 * min(1.0, max(0.0, passed))

    def trouble(self, month: Month) -> float:
        """How bad the queue was: 1 in the bad month, less while the shop recovers, else 0."""
        if self.bad is None or month < self.bad:
            return 0.0
        past = (month.year - self.bad.year) * 12 + month.number - self.bad.number
        return {0: 1.0, 1: 0.45}.get(past, 0.0)

    def weight(self, month: Month) -> float:
        """How many complaints a month draws, 1 in an ordinary one; the running month in part."""
        share = 1.0
        if month == self.months[-1]:
            local = self.now.astimezone(self.zone)
            share = max(0.05, (local.day - 1 + local.hour / 24) / month.last_day.day)
        return share * _SEASON[month.number - 1] * (1 + 0.9 * self.trouble(month))


def moments(dice: random.Random, year: Year, count: int) -> Iterator[datetime]:
    """So many moments over the months, in order, as complaints come in."""
    weights = [year.weight(month) for month in year.months]
    total = sum(weights)
    so_far, carried = 0, 0.0
    for month, weight in zip(year.months, weights, strict=True):
        carried += count * weight / total
        # The sum is rounded, not the month, so that the months add up to the count.
        due = round(carried) - so_far if month != year.months[-1] else count - so_far
        so_far += due
        yield from sorted(_moment(dice, year, month) for _ in range(due))


def _moment(dice: random.Random, year: Year, month: Month) -> datetime:
    last = month.last_day
    latest = year.now - timedelta(minutes=30)
    for _ in range(200):
        day = month.first_day + timedelta(days=dice.randrange(last.day))
        # Drawn again until a day is accepted by its weight; 1.6 is the busiest weekday's.
        if dice.random() * 1.6 > _WEEKDAY[day.weekday()] or day == year.closed[0]:
            continue
        hour = dice.choices(_HOURS, _HOUR_WEIGHTS)[0]
        at = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), year.zone)
        if at <= latest:
            return at
    return datetime.combine(month.first_day, time(0), year.zone)


def open_days(year: Year, month: Month) -> list[date]:
    """The days of a month up to yesterday on which the shop was open."""
    today = year.now.astimezone(year.zone).date()
    return [day for day in month.days() if day < today and day != year.closed[0]]
