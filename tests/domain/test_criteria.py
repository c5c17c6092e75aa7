"""What a month is judged by, and from when a criterion holds."""

from dataclasses import fields
from datetime import date

from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.criteria import Criteria, CriteriaHistory, holds_from

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
STARTED = Version(1, date(2026, 1, 1), 10)


def test_a_month_is_judged_by_what_holds_when_it_ends() -> None:
    history = CriteriaHistory({"minimum_n": Dated((STARTED, Version(2, date(2026, 11, 9), 20)))})
    assert [history.of(month).minimum_n for month in (OCTOBER, NOVEMBER)] == [10, 20]
    assert history.on(date(2026, 11, 8)).minimum_n == 10
    assert history.newest == Criteria(minimum_n=20)


def test_a_name_without_a_history_has_the_usual_value() -> None:
    assert CriteriaHistory({}).of(OCTOBER) == CriteriaHistory({}).newest == Criteria()


def test_bands_wait_for_the_next_month_and_nothing_else_does() -> None:
    today = date(2026, 12, 31)
    held = {field.name: holds_from(field.name, today) for field in fields(Criteria)}
    assert held.pop("closed_bands") == date(2027, 1, 1)
    assert set(held.values()) == {today}
