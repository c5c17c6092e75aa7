"""A setting over time: which version holds on a day, and what changing it leaves alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.calendar.dated import Dated, InForce, Version

MARCH, MAY, JULY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def dated(*written: tuple[date, str]) -> Dated[str]:
    return Dated(tuple(Version(n, since, value) for n, (since, value) in enumerate(written, 1)))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (MARCH - timedelta(days=900), "a"),
        (MARCH, "a"),
        (MAY - timedelta(days=1), "a"),
        (MAY, "b"),
        (JULY, "c"),
        (JULY + timedelta(days=900), "c"),
    ],
)
def test_a_day_has_the_value_written_for_it(day: date, value: str) -> None:
    assert dated((MARCH, "a"), (MAY, "b"), (JULY, "c")).on(day) == value


def test_what_is_written_later_for_the_same_days_wins() -> None:
    twice = dated((MARCH, "a"), (MAY, "b"), (MAY, "c"))
    assert [twice.on(MARCH), twice.on(MAY)] == ["a", "c"]
    assert twice.version_on(MAY).number == 3
    set_up = dated((MARCH, "a"), (MARCH, "b"))
    assert set_up.on(MARCH - timedelta(days=1)) == "b"


def test_going_back_restores() -> None:
    back = dated((MARCH, "a"), (MAY, "b"), (JULY, "a"))
    assert [back.on(day) for day in (MARCH, MAY, JULY)] == ["a", "b", "a"]
    assert back.newest == Version(3, JULY, "a")


def test_the_values_follow_each_other_without_the_versions_nobody_saw() -> None:
    seen = dated((MARCH, "a"), (MARCH, "b"), (MAY, "b"), (JULY, "c"), (JULY, "d"))
    assert seen.spans() == (InForce(MARCH, "b"), InForce(JULY, "d"))
    assert dated((MARCH, "a")).spans() == (InForce(MARCH, "a"),)


@pytest.mark.no_cover
@given(st.lists(st.tuples(DAYS, st.text(max_size=2)), min_size=1), DAYS, st.text(max_size=2), DAYS)
def test_a_new_version_changes_no_day_before_it(
    written: list[tuple[date, str]], since: date, value: str, day: date
) -> None:
    before = dated(*written)
    after = dated(*written, (max(since, before.start), value))
    if day < after.newest.since and day >= before.start:
        assert after.on(day) == before.on(day)
    elif day >= after.newest.since:
        assert after.on(day) == value


@given(st.lists(st.tuples(DAYS, st.sampled_from("abc")), min_size=1), DAYS)
def test_the_spans_say_what_the_versions_say(written: list[tuple[date, str]], day: date) -> None:
    whole = dated(*written)
    spans = whole.spans()
    held = [span.value for span in spans if span.since <= day] or [spans[0].value]
    assert held[-1] == whole.on(day)
