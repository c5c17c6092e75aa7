"""The shop's own settings: name, opening hours, closures, deadlines, monthly inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.calendar import (
    EarlierHours,
    Opening,
    PlannedHours,
    ShopCalendar,
)
from csq_desktop.domain.calendar.dated import Dated, InForce, Version
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.calendar.plausible_days import check_day, check_span
from csq_desktop.domain.complaints.deadlines import DeadlinePolicy, default_policy
from csq_desktop.domain.complaints.escalation import EscalationSteps, usual_steps
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.criteria import Criteria, CriteriaHistory, holds_from
from csq_desktop.domain.shop.shop import (
    SHOP,
    NewShop,
    OpeningHours,
    PlannedClosure,
    Shop,
    default_hours,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import UserError
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.packs import packs
from csq_desktop.storage.records.shop import shop as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

Fact = TypeVar("Fact")
TRANSACTIONS = "transactions"
HOURS, DEADLINES, ESCALATION = "hours", "deadlines", "escalation"
_HOLIDAYS_BACK, _HOLIDAYS_AHEAD = 10, 3
_LONGEST_INPUT = 1_000_000_000


@dataclass(frozen=True)
class ShopSettings:
    """What the shop is called, and what its months are judged by."""

    shop: Shop
    criteria: CriteriaHistory


def set_up(session: Session, new: NewShop) -> None:
    """Write the first settings of a new store."""
    desk = desk_of(session)
    today = desk.now().astimezone(ZoneInfo(Shop.zone)).date()
    shop = Shop(name=new.name, branch_code=new.branch_code, language=new.language)
    records.add_setting(session, SHOP, today, shop)
    records.add_setting(session, HOURS, today, default_hours())
    records.add_setting(session, DEADLINES, today, default_policy(today))
    for name, value in vars(Criteria()).items():
        records.add_setting(session, name, today, value)


def founded_on(session: Session) -> date:
    """The day the store was founded; today where it has no settings."""
    written = records.versions(session, SHOP, Shop)
    return written[0].since if written else today(session)


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
    """The shop as it is called now."""
    return _history(session, SHOP, Shop("", "")).newest.value


def branch_code(session: Session) -> str:
    """The branch as new references carry it; empty where its code has no letter or digit."""
    return shop(session).reference_mark


def change_shop(session: Session, changed: Shop, criteria: Criteria | None = None) -> None:
    """Give the shop another name or branch code, and its figures other criteria.

    Names are printed as they are now; criteria hold from `domain.criteria.holds_from`, so that no
    past month is judged anew. What did not change is not written again.
    """
    require(session, Permission.ADMINISTER)
    if not changed.name.strip() or not changed.branch_code.strip():
        missing = "branch_code" if changed.name.strip() else "name"
        raise UserError(tr("Enter the shop’s name and branch code."), field=missing)
    before = shop(session)
    if changed.zone != before.zone:
        raise UserError(tr("The time zone cannot be changed: months and deadlines depend on it."))
    if changed != before:
        _write(session, SHOP, changed, today(session))
    if criteria is not None:
        _change_criteria(session, criteria)


def settings(session: Session) -> ShopSettings:
    """The shop's name and criteria together."""
    return ShopSettings(shop(session), criteria(session))


def criteria(session: Session) -> CriteriaHistory:
    """What the figures of each month are judged by."""
    return CriteriaHistory(
        {name: _history(session, name, usual) for name, usual in vars(Criteria()).items()}
    )


def _change_criteria(session: Session, changed: Criteria) -> None:
    if not 0 < changed.closed_bands[0] < changed.closed_bands[1]:
        raise UserError(
            tr("The second closing time must be longer than the first."), field="band_2"
        )
    if changed.minimum_n < 1:
        raise UserError(tr("A percentage needs at least one case."), field="minimum_n")
    if not 0 <= changed.checklist_target <= 1:
        raise UserError(tr("The target score must be 0–100%."), field="checklist_target")
    for name, value in vars(changed).items():
        dated = criteria(session).by_name[name]
        if value != dated.newest.value:
            since = _since(session, dated, holds_from(name, today(session)))
            _write(session, name, value, since, before=dated.newest.value)


def hours(session: Session) -> OpeningHours:
    """The opening hours as set now."""
    return _hours(session).newest.value


def change_hours(session: Session, changed: OpeningHours) -> None:
    """Set the opening hours from today on; deadlines already set keep theirs until recomputed."""
    require(session, Permission.ADMINISTER)
    ShopCalendar(weekly=changed.weekly)
    dated = _hours(session)
    before, since = dated.newest.value, _since(session, dated, today(session))
    added = _single_days(changed) - _single_days(before)
    for day, _opens in added:
        check_day(day)
    # A day that was planned so when it came may stand in the list again: that changes nothing.
    if any(day < since and (day, opens) not in _single_days(dated.on(day)) for day, opens in added):
        raise UserError(
            tr("Days before today cannot be changed. If the shop was closed, record a closure.")
        )
    _write(session, HOURS, changed, since, before=before)


def _single_days(hours: OpeningHours) -> set[tuple[date, bool]]:
    """The days with a plan of their own, and whether the shop opens on them."""
    off = {(day, False) for day in hours.extra_holidays}
    return off | {(day, True) for day in hours.worked_holidays}


def _hours(session: Session) -> Dated[OpeningHours]:
    return _history(session, HOURS, default_hours())


def policies(session: Session) -> Dated[DeadlinePolicy]:
    """The deadlines of every day."""
    written = _history(session, DEADLINES, default_policy(today(session))).versions
    numbered = (
        version._replace(
            value=replace(version.value, version=version.number, effective_from=version.since)
        )
        for version in written
    )
    return Dated(tuple(numbered))


def policy(session: Session, on: date | None = None) -> DeadlinePolicy:
    """The deadlines in force on a day; without one, those in force today."""
    return policies(session).on(on or today(session))


def change_policy(session: Session, minutes: Mapping[tuple[ComplaintClock, Severity], int]) -> int:
    """Set the business minutes allowed from today on; returns the policy's version.

    0 promises no progress replies; the other clocks always run.
    """
    require(session, Permission.ADMINISTER)
    progress = ComplaintClock.PROGRESS
    minutes = {key: allowed for key, allowed in minutes.items() if allowed or key[0] != progress}
    if any(allowed <= 0 for allowed in minutes.values()):
        raise UserError(tr("Each deadline needs at least one minute."))
    pairs = tuple((clock, severity, allowed) for (clock, severity), allowed in minutes.items())
    before = policies(session)
    since = _since(session, before, today(session))
    changed = DeadlinePolicy(0, since, pairs)
    return _write(session, DEADLINES, changed, since, before=before.newest.value)


def escalation(session: Session) -> EscalationSteps:
    """Who is told of an open complaint, and when, as set now."""
    return _history(session, ESCALATION, usual_steps()).newest.value


def change_escalation(session: Session, changed: EscalationSteps) -> None:
    """Set who is told when; levels are worked out anew, and lines of histories stay."""
    require(session, Permission.ADMINISTER)
    changed.check()
    before = escalation(session)
    if changed != before:
        _write(session, ESCALATION, changed, today(session), before=before)


def closures(session: Session) -> tuple[PlannedClosure, ...]:
    """All one-off closings, earliest first."""
    return records.closures(session)


def close_shop(
    session: Session,
    start: date,
    end: date,
    reason: str,
    *,
    between: tuple[time | None, time | None] = (None, None),
) -> int:
    """Add a closing of whole days, or between a time of the first and one of the last day.

    The reason is an entry of the list, by its code or its name in any language, or one's own words.
    Returns its id. Deadlines stay as they were set until somebody has them recomputed.
    """
    require(session, Permission.ADMINISTER)
    if end < start:
        raise UserError(tr("A closure must end after it starts."), field="end")
    check_span(start, end)
    if not reason.strip():
        raise UserError(tr("Enter the reason for the closure."), field="reason")
    code = lists.code_of(lists.CLOSURE_REASONS, reason)
    closure = PlannedClosure(0, start, end, code, *between)
    closure.closure(calendar(session))  # refuses one that ends before it starts
    _refuse_settled(session, start)
    return records.add_closure(session, closure)


def take_back_closure(session: Session, closure_id: int) -> None:
    """Take a closing back."""
    require(session, Permission.ADMINISTER)
    for closure in closures(session):
        if closure.id == closure_id:
            _refuse_settled(session, closure.start)
    records.remove_closure(session, closure_id, desk_of(session).now())


def _refuse_settled(session: Session, first_day: date) -> None:
    """Refuse a closing that begins in a month whose figures are settled.

    A closing is a fact of its own days and often written down after them. This month takes it,
    and the last one until its review pack is issued; earlier months stay as they were counted.
    """
    month, begun = Month.of(first_day), Month.of(today(session))
    is_open = month >= begun or (
        month == begun.shift(-1) and not packs.issued_since(session, month)
    )
    if not is_open and records.anything_counted(session):
        raise UserError(
            tr(
                "The figures of {month} are final: its days cannot be changed.",
                month=month_text(month),
            ),
            field="start",
        )


def calendar(session: Session) -> ShopCalendar:
    """The shop's business calendar, as every clock uses it: each day by its own day's hours."""
    year = desk_of(session).now().year
    return _calendar(_hours(session).spans(), closures(session), shop(session).zone, year)


def transactions(session: Session, month: Month) -> int | None:
    """How many sales the shop made in a month, or None when it was not entered."""
    return records.month_input(session, TRANSACTIONS, month)


def enter_transactions(session: Session, month: Month, count: int) -> None:
    """Enter how many sales the shop made in a month; 0 to a thousand million."""
    require(session, Permission.ENTER_COUNTS)
    if not 0 <= count <= _LONGEST_INPUT:
        raise UserError(tr("Enter the number of sales as a whole number from 0."))
    check_day(month.first_day)
    records.set_month_input(session, TRANSACTIONS, month, count)


@lru_cache(maxsize=8)
def _calendar(
    hours: tuple[InForce[OpeningHours], ...],
    closed: tuple[PlannedClosure, ...],
    zone_name: str,
    year: int,
) -> ShopCalendar:
    holidays = public_holidays(year)
    planned = [_planned(span.value, holidays) for span in hours]
    ends = [span.since for span in hours[1:]]
    always_open = ShopCalendar(
        weekly=planned[-1].weekly,
        holidays=planned[-1].holidays,
        openings=planned[-1].openings,
        zone=zone_name,
        earlier=tuple(EarlierHours(*pair) for pair in zip(ends, planned, strict=False)),
    )
    return replace(always_open, closures=tuple(each.closure(always_open) for each in closed))


def _planned(hours: OpeningHours, holidays: frozenset[date]) -> PlannedHours:
    public = holidays if hours.keeps_public_holidays else frozenset()
    openings = (Opening(day, hours.weekly[day.weekday()]) for day in hours.worked_holidays)
    return PlannedHours(hours.weekly, public | frozenset(hours.extra_holidays), tuple(openings))


def public_holidays(year: int) -> frozenset[date]:
    """Hong Kong's 17 general holidays of each year around the given one."""
    import holidays

    years = range(year - _HOLIDAYS_BACK, year + _HOLIDAYS_AHEAD + 1)
    return frozenset(holidays.country_holidays("HK", years=years, categories=("optional",)))


def _history(session: Session, name: str, usual: Fact) -> Dated[Fact]:
    """Every version of a group of settings; the usual one where none was ever written."""
    written = records.versions(session, name, type(usual))
    return Dated(written or (Version(1, date.min, usual),))


def _since(session: Session, dated: Dated[Fact], day: date) -> date:
    """The day from which a change holds that would hold from `day`.

    In its first month, and while nothing is counted, a shop is still being set up: what it sets
    then holds from the beginning, for cases taken in from earlier months, too.
    """
    set_up = Month.of(today(session)) == Month.of(dated.start)
    return dated.start if set_up and not records.anything_counted(session) else day


def _write(
    session: Session, name: str, fact: Fact, since: date, *, before: Fact | None = None
) -> int:
    """Append a version; a default that held `before` is written first, or it would be lost."""
    if before is not None and not records.versions(session, name, type(before)):
        records.add_setting(session, name, min(since, founded_on(session)), before)
    return records.add_setting(session, name, since, fact)
