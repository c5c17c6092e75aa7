"""How a demo shop's year runs."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from csq_desktop.demo.seasons import Year, moments, open_days
from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.sessions.desk import DEFAULT_ZONE


def year(now: datetime, months: int) -> Year:
    return Year(tuple(Month.of(now.date()).back(months)), now, DEFAULT_ZONE)


@pytest.mark.parametrize(
    ("now", "months", "closed"),
    [
        (datetime(2026, 11, 26, tzinfo=UTC), 24, (date(2026, 9, 10), "typhoon")),
        (datetime(2026, 9, 26, tzinfo=UTC), 3, (date(2026, 8, 10), "typhoon")),
        (datetime(2026, 3, 26, tzinfo=UTC), 4, (date(2026, 2, 10), "stock_taking")),
        (datetime(2026, 9, 26, tzinfo=UTC), 1, (date(2026, 9, 10), "typhoon")),
    ],
)
def test_the_shop_is_shut_on_one_day_on_which_nothing_happens(
    now: datetime, months: int, closed: tuple[date, str]
) -> None:
    demo = year(now, months)
    assert demo.closed == closed
    assert closed[0] not in open_days(demo, Month.of(closed[0]))
    days = {moment.date() for moment in moments(Random(1), demo, 400 * months)}
    assert closed[0] not in days
    assert {day.month for day in days} == {month.number for month in demo.months}
