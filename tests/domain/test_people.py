"""People of the list: one name whatever its letters' case and width, and whom it means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.people import (
    Person,
    PersonLine,
    by_key,
    fitting,
    in_order,
    name_key,
    tidy,
)

SINCE = datetime(2026, 10, 5, tzinfo=UTC)
LATER = SINCE + timedelta(days=1)


def person(number: int, name: str, *, user: bool = False, left: bool = False) -> Person:
    user_id = number if user else None
    return Person(number, name, user_id, SINCE + timedelta(days=number), LATER if left else None)


@pytest.mark.parametrize(
    "written", ["Ka-ho Lam", " ka-ho  LAM ", "Ｋａ－ｈｏ Ｌａｍ", "KA-HO\u3000LAM", "ka-ho\tlam"]
)
def test_a_name_is_the_same_in_any_case_and_width(written: str) -> None:
    assert name_key(written) == name_key("Ka-ho Lam")


@pytest.mark.parametrize("other", ["Ka ho Lam", "Ka-ho Lam Jr", "Kaho Lam", "林嘉豪"])
def test_another_name_is_another_person(other: str) -> None:
    assert name_key(other) != name_key("Ka-ho Lam")


@given(st.text())
def test_a_tidy_name_has_the_same_key(name: str) -> None:
    assert name_key(tidy(name)) == name_key(name)
    assert tidy(tidy(name)) == tidy(name)


def test_who_left_is_offered_last() -> None:
    people = [person(1, "Wong", left=True), person(2, "chan"), person(3, "Au")]
    assert [one.name for one in in_order(people)] == ["Au", "chan", "Wong"]
    assert [one.active for one in in_order(people)] == [True, True, False]


def test_any_letters_of_a_name_find_it() -> None:
    people = [person(1, "Siu-ling Chan"), person(2, "Chan Tai Man"), person(3, "Wong")]
    assert [one.id for one in fitting(people, "ＣＨＡＮ")] == [1, 2]
    assert [one.id for one in fitting(people, "ling c")] == [1]
    assert len(fitting(people, " ")) == 3


def test_a_name_that_several_have_means_who_is_still_there_then_a_user_then_the_first() -> None:
    gone, first = person(1, "Amy", user=True, left=True), person(2, "amy")
    account, second = person(3, "AMY", user=True), person(4, "Amy")
    assert by_key([second, account, first, gone])["amy"] is account
    assert by_key([gone, second, first])["amy"] is first
    assert by_key([gone])["amy"] is gone
    assert by_key([]) == {}


def test_what_is_open_is_counted_together() -> None:
    assert PersonLine(person(1, "Amy"), complaints=2, actions=3, pledges=1).open == 6
