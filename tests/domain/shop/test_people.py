"""People of the list: one name whatever its letters' case and width, and whom it means."""

from datetime import UTC, datetime, timedelta

from csq_desktop.domain.shop.people import (
    Person,
    PersonLine,
    by_key,
    fitting,
    in_order,
)

SINCE = datetime(2026, 10, 5, tzinfo=UTC)
LATER = SINCE + timedelta(days=1)


def person(number: int, name: str, *, user: bool = False, left: bool = False) -> Person:
    user_id = number if user else None
    return Person(number, name, user_id, SINCE + timedelta(days=number), LATER if left else None)


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
