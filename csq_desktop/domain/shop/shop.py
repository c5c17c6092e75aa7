"""The shop itself: its name and branch, its hours, its closures."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from csq_desktop.domain.calendar.calendar import Closure, ShopCalendar
from csq_desktop.texts import tr


@dataclass(frozen=True)
class NewShop:
    """What a new store asks for, besides a passphrase.

    `backups_in` is the folder chosen for backups; without one the first page asks for it.
    """

    name: str
    branch_code: str
    supervisor: str
    language: str = "en"
    backups_in: Path | None = None


SHOP = "shop"
"""What the group of settings is called in which the shop stands."""


@dataclass(frozen=True)
class Shop:
    """The shop a store belongs to: what it is called, never what its figures are judged by."""

    name: str
    branch_code: str
    zone: str = "Asia/Hong_Kong"
    language: str = "en"

    @property
    def reference_mark(self) -> str:
        """The branch as references carry it: its code without what would part a reference."""
        signs = self.branch_code.upper()
        return "".join(sign for sign in signs if sign.isascii() and sign.isalnum())


@dataclass(frozen=True)
class PlannedClosure:
    """A one-off closing of the shop, such as a typhoon, on days that are both inclusive.

    `opened_until` is when it closed on the first day, `opens_again` when it opened on the last;
    None where that day was closed from its beginning, or to its end.
    """

    id: int
    start: date
    end: date
    reason: str
    opened_until: time | None = None
    opens_again: time | None = None

    def named(self, reason: str) -> str:
        """The reason in words with the hours of a closure that is not of whole days."""
        first, last = clock_text(self.opened_until), clock_text(self.opens_again)
        if first and last:
            return tr("{reason} ({first}–{last})", reason=reason, first=first, last=last)
        if first:
            return tr("{reason} (from {first})", reason=reason, first=first)
        return tr("{reason} (until {last})", reason=reason, last=last) if last else reason

    def closure(self, calendar: ShopCalendar) -> Closure:
        """The moments between which the shop is closed; a UserError where they come to none.

        A day that is closed whole takes the night that belongs to it along: `ShopCalendar.begins`.
        """
        return Closure(
            self._moment(self.start, self.opened_until, calendar),
            self._moment(self.end, self.opens_again, calendar, later=timedelta(days=1)),
            self.reason,
        )

    @staticmethod
    def _moment(
        day: date, clock: time | None, calendar: ShopCalendar, *, later: timedelta = timedelta(0)
    ) -> datetime:
        if clock is None:
            return calendar.begins(day + later)
        return datetime.combine(day, clock, calendar.timezone)


def clock_text(clock: time | None) -> str:
    """A time of day as it is written, such as 14:40; empty where there is none."""
    return "" if clock is None else f"{clock:%H:%M}"


@dataclass(frozen=True)
class OpeningHours:
    """Opening intervals of each weekday, Monday first; any number of intervals a day."""

    weekly: tuple[tuple[tuple[time, time], ...], ...]
    keeps_public_holidays: bool = False
    extra_holidays: tuple[date, ...] = ()
    worked_holidays: tuple[date, ...] = ()


def default_hours() -> OpeningHours:
    """Ten to ten every day, the usual Hong Kong shop, open on public holidays."""
    day = ((time(10, 0), time(22, 0)),)
    return OpeningHours(weekly=(day,) * 7)
