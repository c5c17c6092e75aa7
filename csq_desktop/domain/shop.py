"""The shop itself: its name and branch, its hours, its deadlines."""

from dataclasses import dataclass
from datetime import date, time

from csq_desktop.domain.complaints.facts import Clock, Severity


@dataclass(frozen=True)
class NewShop:
    """What a new store asks for, besides a passphrase."""

    name: str
    branch_code: str
    supervisor: str
    language: str = "en"


@dataclass(frozen=True)
class Shop:
    """The shop a store belongs to: what it is called, never what its figures are judged by."""

    name: str
    branch_code: str
    zone: str = "Asia/Hong_Kong"
    language: str = "en"


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


@dataclass(frozen=True)
class DeadlinePolicy:
    """Business minutes allowed per clock and severity, from a day on; `version` from 1."""

    version: int
    effective_from: date
    minutes: tuple[tuple[Clock, Severity, int], ...]

    def allowed(self, clock: Clock, severity: Severity) -> int:
        """Business minutes allowed on a clock for a severity."""
        return next(m for c, s, m in self.minutes if c is clock and s is severity)


def default_hours() -> OpeningHours:
    """Ten to ten every day, the usual Hong Kong shop, open on public holidays."""
    day = ((time(10, 0), time(22, 0)),)
    return OpeningHours(weekly=(day,) * 7)


def default_policy(effective_from: date) -> DeadlinePolicy:
    """Acknowledge in 4 business hours, resolve in 7 days of 12 hours; sooner when it is grave."""
    acknowledge = {
        Severity.LOW: 8 * 60,
        Severity.MEDIUM: 4 * 60,
        Severity.HIGH: 2 * 60,
        Severity.CRITICAL: 60,
    }
    resolve = {
        Severity.LOW: 10 * 720,
        Severity.MEDIUM: 7 * 720,
        Severity.HIGH: 3 * 720,
        Severity.CRITICAL: 720,
    }
    minutes = [(Clock.ACKNOWLEDGE, s, m) for s, m in acknowledge.items()]
    minutes += [(Clock.RESOLVE, s, m) for s, m in resolve.items()]
    return DeadlinePolicy(1, effective_from, tuple(minutes))
