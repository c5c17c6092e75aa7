"""The periods of a schedule: which occurrences there are, and how stretches join."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.checklists.facts import Every
from csq_desktop.domain.checklists.schedule import (
    DueState,
    ExpectedRuns,
    Occurrence,
    Stretch,
    joined,
    occurrence,
    occurrences,
)
from csq_desktop.texts import LANGUAGES, speaking

MONDAY = date(2026, 10, 5)
WEEKLY = Stretch("till", Every.WEEKLY, MONDAY)


def test_a_week_runs_from_monday_to_sunday() -> None:
    found = occurrence(WEEKLY, date(2026, 10, 8))
    assert found == Occurrence("till", Every.WEEKLY, MONDAY, date(2026, 10, 11))
    assert len(list(found.days())) == 7
    assert found.holds(date(2026, 10, 11))
    assert not found.holds(date(2026, 10, 12))


@pytest.mark.parametrize(
    ("stretch", "day"),
    [
        (WEEKLY, date(2026, 10, 4)),
        (Stretch("till", Every.WEEKLY, MONDAY, date(2026, 10, 12)), date(2026, 10, 13)),
        (Stretch("visit", Every.NONE, MONDAY), MONDAY),
    ],
)
def test_outside_its_stretch_a_checklist_is_not_due(stretch: Stretch, day: date) -> None:
    assert occurrence(stretch, day) is None


@pytest.mark.parametrize(
    ("every", "first", "count"),
    [
        (Every.DAILY, date(2026, 10, 1), 31),
        (Every.DAILY, date(2026, 10, 30), 2),
        (Every.WEEKLY, date(2026, 9, 1), 4),  # weeks ending 4, 11, 18 and 25 October
        (Every.WEEKLY, date(2026, 9, 29), 3),  # begun on a Tuesday: that week is not expected
        (Every.MONTHLY, date(2026, 10, 1), 1),
        (Every.MONTHLY, date(2026, 10, 2), 0),
        (Every.NONE, date(2026, 10, 1), 0),
    ],
)
def test_occurrences_count_in_the_month_they_end_in(every: Every, first: date, count: int) -> None:
    found = occurrences(Stretch("x", every, first), date(2026, 10, 1), date(2026, 10, 31))
    assert len(found) == count


def test_an_occurrence_cut_short_by_retiring_is_not_expected() -> None:
    cut = Stretch("till", Every.WEEKLY, MONDAY, date(2026, 10, 17))
    found = occurrences(cut, date(2026, 10, 1), date(2026, 10, 31))
    assert [one.last for one in found] == [date(2026, 10, 11)]


def test_versions_with_the_same_schedule_are_one_stretch() -> None:
    first = Stretch("till", Every.WEEKLY, MONDAY, date(2026, 10, 7))
    second = Stretch("till", Every.WEEKLY, date(2026, 10, 8))
    assert joined([first, second]) == (Stretch("till", Every.WEEKLY, MONDAY),)


@pytest.mark.parametrize(
    "second",
    [
        Stretch("till", Every.DAILY, date(2026, 10, 8)),
        Stretch("till", Every.WEEKLY, date(2026, 10, 10)),
    ],
)
def test_another_schedule_or_a_gap_begins_a_new_stretch(second: Stretch) -> None:
    first = Stretch("till", Every.WEEKLY, MONDAY, date(2026, 10, 7))
    assert joined([first, second]) == (first, second)
    assert joined([WEEKLY, second]) == (WEEKLY, second)


def test_what_was_not_done_was_missed() -> None:
    assert ExpectedRuns(30, 26, 3).missed == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_states_have_a_name_in_every_language(code: str) -> None:
    with speaking(code):
        assert len({state.label for state in DueState}) == len(DueState)


@given(
    st.sampled_from([Every.DAILY, Every.WEEKLY, Every.MONTHLY]),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(0, 120),
)
def test_occurrences_follow_each_other_without_gap_or_overlap(
    every: Every, first: date, length: int
) -> None:
    stretch = Stretch("x", every, first)
    found = occurrences(stretch, first, first + timedelta(days=length))
    assert all(occurrence(stretch, day) == one for one in found for day in one.days())
    for one, following in pairwise(found):
        assert following.first == one.last + timedelta(days=1)
