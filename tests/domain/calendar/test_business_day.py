"""How long a business day is: lateness is told in days of that length."""

from datetime import date, time

import pytest

from csq_desktop.domain.calendar.calendar import EarlierHours, Hours, PlannedHours, ShopCalendar

WEEK = (((time(10), time(18)),),) * 7


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


def test_it_is_as_long_as_the_hours_of_its_time_made_it() -> None:
    changed = date(2026, 10, 5)
    shorter = ShopCalendar(
        weekly=(((time(12), time(16)),),) * 7, earlier=(EarlierHours(changed, PlannedHours(WEEK)),)
    )
    assert shorter.business_day_on(changed) == 4 * 3600
    assert shorter.business_day_on(date(2026, 10, 4)) == 8 * 3600
