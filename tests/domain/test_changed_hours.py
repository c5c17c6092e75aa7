"""Business time while the hours change: each day keeps its own; how long a business day is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.calendar import (
    EarlierHours,
    Hours,
    PlannedHours,
    ShopCalendar,
    business_seconds,
    due_at,
)
from csq_desktop.errors import UserError

DAY: tuple[Hours, ...] = ((time(10), time(18)),)
OFFICE = ShopCalendar((DAY,) * 5 + ((), ()))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Hong_Kong")).astimezone(UTC)


@pytest.mark.parametrize(
    ("weekly", "hours"),
    [
        ((((time(10), time(22)),),) * 7, 12),
        ((((time(9), time(13)), (time(14), time(18))),) * 6 + (((time(11), time(16)),),), 8),
        ((((time(18), time(0)),),) * 7, 6),
        (((),) * 7, 24),
    ],
)
def test_a_business_day_is_as_long_as_the_longest_day_of_the_week(
    weekly: tuple[tuple[Hours, ...], ...], hours: int
) -> None:
    assert ShopCalendar(weekly).business_day == hours * 3600


CHANGED = date(2026, 10, 5)  # a Monday
SHORTER = ShopCalendar(
    weekly=(((time(12), time(16)),),) * 7,
    earlier=(
        EarlierHours(date(2026, 9, 7), PlannedHours(((),) * 7)),
        EarlierHours(CHANGED, PlannedHours((DAY,) * 5 + ((), ()), frozenset({date(2026, 10, 1)}))),
    ),
)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 9, 6), ()),
        (date(2026, 9, 7), DAY),
        (date(2026, 10, 1), ()),
        (date(2026, 10, 2), DAY),
        (date(2026, 10, 3), ()),
        (CHANGED, ((time(12), time(16)),)),
        (date(2027, 10, 1), ((time(12), time(16)),)),
    ],
)
def test_a_day_keeps_the_hours_that_held_on_it(day: date, hours: tuple[Hours, ...]) -> None:
    assert SHORTER.hours(day) == hours


def test_a_business_day_is_as_long_as_the_hours_of_its_time_made_it() -> None:
    office = sum(close.hour - start.hour for start, close in DAY) * 3600
    assert SHORTER.business_day_on(CHANGED) == 4 * 3600
    assert SHORTER.business_day_on(date(2026, 10, 2)) == office


def test_time_runs_by_the_hours_of_each_day() -> None:
    friday, monday = at("2026-10-02T00:00"), at("2026-10-06T00:00")
    own = business_seconds(OFFICE, friday, at("2026-10-05T00:00"))
    assert business_seconds(SHORTER, friday, monday) == own + 4 * 3600
    assert due_at(SHORTER, friday, own + 3600) == at("2026-10-05T13:00")


def test_a_shop_shut_for_good_still_has_its_open_past() -> None:
    shut = ShopCalendar(((),) * 7, earlier=(EarlierHours(CHANGED, PlannedHours((DAY,) * 7)),))
    assert due_at(shut, at("2026-10-04T00:00"), 60) == at("2026-10-04T10:01")
    with pytest.raises(UserError):
        due_at(shut, at("2026-10-05T00:00"), 60)
