"""The day's work: what is due, what is overdue, and the figures on the first page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csq_desktop.domain.words.wording import (
    business_text,
    clock_text,
    short_date_text,
    weekday_text,
)
from csq_desktop.texts import trc, trn

_A_DAY = 12 * 3600  # opening seconds of the usual day, when the shop's own are not known


@dataclass(frozen=True)
class DueItem:
    """One thing to do: `at` when a time of day matters, `on` always; `late_seconds` business time.

    `kind` is the feature's own word for what waits, never shown. `page` and `object_id` say where a
    click leads: to a record's number, a day, a month written YYYY-MM or a part of the page. `under`
    stands small beneath the text. `owners` are the people whose it is, by id. What is `vital`
    stands before everything else: the records themselves are at stake. What is `critical`, a failed
    critical item without an action, comes next.
    """

    kind: str
    text: str
    on: date
    at: datetime | None
    overdue: bool
    late_seconds: int
    page: str
    object_id: int | str | date | None
    under: str
    owners: frozenset[int] = frozenset()
    vital: bool = False
    critical: bool = False


def owners_of(*people: int | None) -> frozenset[int]:
    """The owners of an item; a record may have none."""
    return frozenset(person for person in people if person is not None)


@dataclass(frozen=True)
class Now:
    """This moment as the shop sees it; `business_day` is how long it opens on a business day."""

    moment: datetime
    day: date
    zone: ZoneInfo
    business_day: int = _A_DAY

    @property
    def day_end(self) -> datetime:
        """The first moment after the day."""
        return self.end_of(self.day)

    def end_of(self, day: date) -> datetime:
        """The first moment after a day."""
        return datetime.combine(day + timedelta(days=1), time(0), self.zone)


def when_text(item: DueItem, now: Now) -> str:
    """When something is due: overdue 3 h, today 17:00, tomorrow, Friday, 1 Dec."""
    if item.critical:
        return trc("due", "add an action")
    if item.overdue:
        return _overdue_text(item, now)
    if item.on == now.day:
        if item.at is None:
            return trc("due", "today")
        return trc("due", "today {time}", time=clock_text(item.at, now.zone))
    if item.on == now.day + timedelta(days=1):
        return trc("due", "tomorrow")
    return weekday_text(item.on) if (item.on - now.day).days < 7 else short_date_text(item.on)


def _overdue_text(item: DueItem, now: Now) -> str:
    """Business time where a clock ran out, otherwise days of the calendar."""
    if item.at is not None:
        span = business_text(item.late_seconds, now.business_day)
        return trc("due", "{span} overdue", span=span)
    days = (now.day - item.on).days
    if days <= 0:
        return trc("due", "overdue")
    return trn("{n} day overdue", "{n} days overdue", days)
