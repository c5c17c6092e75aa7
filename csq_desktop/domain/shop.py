"""The shop itself: its name and branch, its hours, its closures."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path


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
    """A one-off closing of the shop, such as a typhoon; whole days, both inclusive."""

    id: int
    start: date
    end: date
    reason: str


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
