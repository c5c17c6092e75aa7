"""Who stands in: chains are followed, circles end, and what cannot be is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.absences.facts import (
    Absence,
    AbsenceState,
    acted,
    check,
    ended,
    stand_in,
)
from csq_desktop.domain.shop.people import Person
from csq_desktop.errors import UserError

DAY = date(2026, 10, 5)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
GONE = 9
PEOPLE = tuple(
    Person(number, f"P{number}", None, SINCE, left_at=SINCE if number == GONE else None)
    for number in range(1, 10)
)


def away(person: int, *substitutes: int, days: tuple[int, int] = (0, 6), **more: date) -> Absence:
    first, last = (DAY + timedelta(days=count) for count in days)
    first_sub, second = (*substitutes, None)[:2]
    assert first_sub is not None
    return Absence(person * 10, person, first, last, first_sub, second, **more)


@pytest.mark.parametrize(
    ("absences", "barred", "expected"),
    [
        ([], (), None),
        ([away(1, 2)], (), 2),
        ([away(1, 2, days=(1, 6))], (), None),  # not away yet
        ([away(1, 2, ended_on=DAY)], (), None),  # back already
        ([away(1, 2)], (2,), None),  # it is about the substitute, and nobody is next
        ([away(1, 2, 3)], (2,), 3),
        ([away(1, 2), away(2, 3)], (), 3),  # passed on
        ([away(1, 2, 4), away(2, 3)], (3,), 4),  # back to the second of the first
        ([away(1, 2), away(2, 1)], (), None),  # a circle
        ([away(1, 2, 4), away(2, 1)], (), 4),
        ([away(1, 2, 3), away(2, 3), away(3, 2)], (), None),
    ],
)
def test_the_first_who_is_there_and_may_stands_in(
    absences: list[Absence], barred: tuple[int, ...], expected: int | None
) -> None:
    assert stand_in(1, DAY, absences, barred) == expected


@given(
    st.dictionaries(st.integers(1, 6), st.tuples(st.integers(1, 6), st.integers(1, 6))),
    st.sets(st.integers(1, 6)),
)
def test_nobody_who_is_away_or_barred_ever_stands_in(
    named: dict[int, tuple[int, int]], barred: set[int]
) -> None:
    absences = [away(person, *substitutes) for person, substitutes in named.items()]
    acting = stand_in(1, DAY, absences, barred)
    assert acting not in {*named, *barred, 1}


@pytest.mark.parametrize(
    ("new", "words", "field"),
    [
        (replace(away(1, 2), away_to=DAY - timedelta(days=1)), "before the first", "away_to"),
        (replace(away(1, 2), away_to=DAY + timedelta(days=400)), "days", "away_to"),
        (replace(away(1, 2), away_from=date(1800, 1, 1)), "year", "away_from"),
        (away(1, 1), "for themselves", "substitute"),
        (away(1, 2, 1), "for themselves", "second"),
        (away(1, GONE), "has left", "substitute"),
        (away(1, 2, 2), "two different", "second"),
        (away(5, 2, days=(3, 3)), "already", "away_from"),
        (away(6, 5, days=(2, 2)), "circle", "substitute"),
        (away(7, 5, days=(2, 2)), "circle", "substitute"),
    ],
)
def test_what_cannot_be_is_refused(new: Absence, words: str, field: str) -> None:
    others = [replace(away(5, 6), id=1), replace(away(6, 7, days=(1, 3)), id=2)]
    if new.person_id == 6:
        others = others[:1]
    with pytest.raises(UserError, match=words) as refused:
        check(replace(new, id=0), others, PEOPLE)
    assert refused.value.field == field


def test_what_can_be_is_let_through_also_again() -> None:
    others = [away(5, 6), replace(away(1, 3, days=(7, 9)), id=3)]
    for new in (away(1, 5), away(6, 7, days=(2, 2)), away(6, 5, 7, days=(2, 2)), away(5, 6)):
        check(new, others, PEOPLE)
    check(away(6, 5, days=(7, 8)), others, PEOPLE)  # no day in common
    back = replace(away(5, 6), ended_on=DAY)
    check(replace(away(5, 6), id=0), [back], PEOPLE)


def test_an_absence_is_planned_running_over_and_ends_early_once() -> None:
    absence = away(1, 2, days=(1, 3))
    days = [absence.state(DAY + timedelta(days=count)) for count in (0, 1, 3, 4)]
    assert days == [
        *(AbsenceState.AHEAD, AbsenceState.AWAY, AbsenceState.AWAY, AbsenceState.OVER),
    ]
    assert [state.label for state in AbsenceState] == ["Planned", "Away", "Over"]
    early = ended(absence, DAY + timedelta(days=2))
    assert early.last_day == DAY + timedelta(days=1)
    cancelled = ended(absence, DAY)
    assert cancelled.state(DAY + timedelta(days=2)) is AbsenceState.OVER
    for over, day in ((early, DAY + timedelta(days=2)), (absence, DAY + timedelta(days=4))):
        with pytest.raises(UserError, match="is over"):
            ended(over, day)


def test_who_acted_for_somebody_is_said_so() -> None:
    assert (acted("Lee", ""), acted("Lee", "Lam")) == ("Lee", "Lee for Lam")
