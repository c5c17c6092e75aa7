"""The calendar month."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.calendar.months import Month
from csq_desktop.errors import UserError

MONTHS = st.builds(Month, st.integers(1900, 2998), st.integers(1, 12))


@pytest.mark.parametrize("number", [0, 13, -1])
def test_a_month_has_a_number_from_1_to_12(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        Month(2026, number)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-10", Month(2026, 10)),
        (" 2026-01\n", Month(2026, 1)),
        ("1900-12", Month(1900, 12)),
        ("2999-12", Month(2999, 12)),
        ("２０２６-１０", Month(2026, 10)),  # typed with a Chinese keyboard
    ],
)
def test_a_month_is_read_from_text(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-1", "2026-13", "2026-00", "0000-05", "1899-12", "9999-12", "10-2026", "x"],
)
def test_text_that_is_no_month_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UserError, match="2026-10"):
        Month.parse(text)


@given(MONTHS)
def test_text_and_code_give_the_month_back(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.from_code(month.code) == month


@given(MONTHS, MONTHS)
def test_codes_stand_in_the_order_of_time(month: Month, other: Month) -> None:
    assert (month.code < other.code) == (month < other) == (month.first_day < other.first_day)


@given(MONTHS)
def test_days_run_from_the_first_to_the_last_and_lie_in_the_month(month: Month) -> None:
    days = month.days()
    assert (days[0], days[-1]) == (month.first_day, month.last_day)
    assert all(later - day == timedelta(days=1) for day, later in pairwise(days))
    assert {Month.of(day) for day in days} == {month}
    assert Month.of(month.last_day + timedelta(days=1)) == month.shift(1)


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (Month(2026, 2), date(2026, 2, 28)),
        (Month(2028, 2), date(2028, 2, 29)),
        (Month(2100, 2), date(2100, 2, 28)),
        (Month(2026, 12), date(2026, 12, 31)),
    ],
)
def test_the_last_day_minds_leap_years(month: Month, last: date) -> None:
    assert month.last_day == last


@pytest.mark.parametrize(
    ("steps", "month"),
    [(0, "2026-10"), (3, "2027-01"), (-10, "2025-12"), (12, "2027-10"), (-24, "2024-10")],
)
def test_shifting_crosses_years(steps: int, month: str) -> None:
    assert str(Month(2026, 10).shift(steps)) == month


@given(MONTHS, st.integers(-500, 500))
def test_a_shift_is_undone_by_its_opposite(month: Month, steps: int) -> None:
    assert month.shift(steps).shift(-steps) == month


def test_going_back_ends_with_the_month_itself() -> None:
    assert [str(month) for month in Month(2026, 2).back(3)] == ["2025-12", "2026-01", "2026-02"]
    assert Month(2026, 2).back(0) == []


@pytest.mark.parametrize(
    ("today", "days"),
    [(date(2028, 2, 1), 28), (date(2028, 2, 29), 0), (date(2028, 3, 1), None)],
)
def test_the_days_to_come_end_with_the_month(today: date, days: int | None) -> None:
    assert Month(2028, 2).days_to_come(today) == days
