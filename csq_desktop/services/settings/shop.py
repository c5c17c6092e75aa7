"""The shop's own settings: name, opening hours, closures, deadlines, monthly inputs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar import Closure, Opening, ShopCalendar
from csq_desktop.domain.complaints.facts import Clock, Severity
from csq_desktop.domain.months import Month
from csq_desktop.domain.shop import (
    DeadlinePolicy,
    NewShop,
    OpeningHours,
    PlannedClosure,
    Shop,
    default_hours,
    default_policy,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.settings import lists
from csq_desktop.storage.records import shop as records
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

Fact = TypeVar("Fact")
TRANSACTIONS = "transactions"
_SHOP, _HOURS, _DEADLINES = "shop", "hours", "deadlines"
_HOLIDAYS_BACK, _HOLIDAYS_AHEAD = 10, 3
_LONGEST_INPUT = 1_000_000_000


def found(session: Session, new: NewShop) -> None:
    """Write the first settings of a new store."""
    desk = desk_of(session)
    today = desk.now().astimezone(ZoneInfo(Shop.zone)).date()
    shop = Shop(name=new.name, branch_code=new.branch_code, language=new.language)
    records.add_setting(session, _SHOP, today, to_body(shop))
    records.add_setting(session, _HOURS, today, to_body(default_hours()))
    records.add_setting(session, _DEADLINES, today, to_body(default_policy(today)))


def today(session: Session) -> date:
    """The day it is in the shop."""
    return day_of(session, desk_of(session).now())


def day_of(session: Session, moment: datetime) -> date:
    """The day a moment lies in, in the shop."""
    return moment.astimezone(zone(session)).date()


def zone(session: Session) -> ZoneInfo:
    """The shop's time zone."""
    return ZoneInfo(shop(session).zone)


def shop(session: Session) -> Shop:
    """The shop as set now."""
    return _newest(session, _SHOP, Shop, Shop("", ""))


def change_shop(session: Session, changed: Shop) -> None:
    """Set the shop's name, limits and targets from today on."""
    require(session, Permission.ADMINISTER)
    if not changed.name.strip() or not changed.branch_code.strip():
        raise UserError(tr("Give the shop a name and a branch code."))
    if not 0 < changed.closed_bands[0] < changed.closed_bands[1]:
        raise UserError(tr("The second closing band has to be longer than the first."))
    records.add_setting(session, _SHOP, today(session), to_body(changed))


def hours(session: Session) -> OpeningHours:
    """The opening hours as set now."""
    return _newest(session, _HOURS, OpeningHours, default_hours())


def change_hours(session: Session, changed: OpeningHours) -> None:
    """Set the opening hours; deadlines already set keep theirs until recomputed."""
    require(session, Permission.ADMINISTER)
    ShopCalendar(weekly=changed.weekly)
    records.add_setting(session, _HOURS, today(session), to_body(changed))


def policy(session: Session) -> DeadlinePolicy:
    """The deadlines in force today."""
    found_policy = records.setting(session, _DEADLINES, today(session))
    if found_policy is None:
        return default_policy(today(session))
    version, body = found_policy
    return replace(from_body(DeadlinePolicy, body), version=version)


def change_policy(session: Session, minutes: Mapping[tuple[Clock, Severity], int]) -> int:
    """Set the business minutes allowed from today on; returns the policy's version."""
    require(session, Permission.ADMINISTER)
    if any(allowed <= 0 for allowed in minutes.values()):
        raise UserError(tr("Each deadline needs at least one minute."))
    pairs = tuple((clock, severity, allowed) for (clock, severity), allowed in minutes.items())
    changed = DeadlinePolicy(0, today(session), pairs)
    return records.add_setting(session, _DEADLINES, changed.effective_from, to_body(changed))


def closures(session: Session) -> tuple[PlannedClosure, ...]:
    """All one-off closings, earliest first."""
    return records.closures(session)


def close_shop(session: Session, start: date, end: date, reason: str) -> int:
    """Add a closing of whole days; returns its id.

    The reason is an entry of the list, by its code or its name in any language, or one's own words.
    """
    require(session, Permission.ADMINISTER)
    if end < start:
        raise UserError(tr("A closure has to end after it starts."))
    if not reason.strip():
        raise UserError(tr("Say why the shop is closed."))
    return records.add_closure(session, start, end, lists.code_of(lists.CLOSURE_REASONS, reason))


def take_back_closure(session: Session, closure_id: int) -> None:
    """Take a closing back."""
    require(session, Permission.ADMINISTER)
    records.remove_closure(session, closure_id, desk_of(session).now())


def calendar(session: Session) -> ShopCalendar:
    """The shop's business calendar, as every clock uses it."""
    year = desk_of(session).now().year
    return _calendar(hours(session), closures(session), shop(session).zone, year)


def transactions(session: Session, month: Month) -> int | None:
    """How many sales the shop made in a month, or None when it was not entered."""
    return records.month_input(session, TRANSACTIONS, month)


def enter_transactions(session: Session, month: Month, count: int) -> None:
    """Enter how many sales the shop made in a month; 0 to a thousand million."""
    require(session, Permission.ENTER_COUNTS)
    if not 0 <= count <= _LONGEST_INPUT:
        raise UserError(tr("Enter the number of sales as a whole number from 0."))
    records.set_month_input(session, TRANSACTIONS, month, count)


@lru_cache(maxsize=8)
def _calendar(
    opening: OpeningHours, closed: tuple[PlannedClosure, ...], zone_name: str, year: int
) -> ShopCalendar:
    where = ZoneInfo(zone_name)
    holidays = public_holidays(year) if opening.keeps_public_holidays else frozenset()
    openings = [Opening(day, opening.weekly[day.weekday()]) for day in opening.worked_holidays]
    return ShopCalendar(
        weekly=opening.weekly,
        holidays=holidays | frozenset(opening.extra_holidays),
        closures=tuple(_whole_days(closure, where) for closure in closed),
        openings=tuple(openings),
        zone=zone_name,
    )


def public_holidays(year: int) -> frozenset[date]:
    """Hong Kong's 17 general holidays of each year around the given one."""
    import holidays

    years = range(year - _HOLIDAYS_BACK, year + _HOLIDAYS_AHEAD + 1)
    return frozenset(holidays.country_holidays("HK", years=years, categories=("optional",)))


def _whole_days(closure: PlannedClosure, where: ZoneInfo) -> Closure:
    start = datetime.combine(closure.start, time(0), where)
    end = datetime.combine(closure.end + timedelta(days=1), time(0), where)
    return Closure(start, end, closure.reason)


def _newest(session: Session, name: str, kind: type[Fact], otherwise: Fact) -> Fact:
    """The newest version: what holds from today on was written today or before."""
    known = records.setting(session, name, date.max)
    return from_body(kind, known[1]) if known else otherwise
