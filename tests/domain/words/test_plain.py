"""Reading plain JSON values."""

import math
from collections.abc import Callable

import pytest

from csq_desktop.domain.words.plain import JsonObject
from csq_desktop.errors import UserError

ENTRY = JsonObject.of(
    {
        "name": "till",
        "weight": 1.5,
        "count": 3,
        "open": True,
        "nothing": None,
        "many": float("inf"),
        "odd": float("nan"),
        "list": [{"name": "a"}, {"name": "b"}],
        "mixed": [{"name": "a"}, "b"],
    },
    "shop",
)


def test_each_kind_of_value_is_read() -> None:
    assert ENTRY.text("name") == "till"
    assert math.isclose(ENTRY.number("weight"), 1.5)
    assert ENTRY.whole("count") == 3
    assert ENTRY.flag("open") is True
    assert ENTRY.optional_number("nothing") is None
    assert ENTRY.optional_number("missing") is None
    assert ENTRY.optional_number("count") == 3
    assert [one.text("name") for one in ENTRY.entries("list")] == ["a", "b"]
    assert [one.place for one in ENTRY.entries("list")] == ["shop.list[0]", "shop.list[1]"]


def test_a_missing_value_takes_its_default() -> None:
    assert ENTRY.text("missing", "x") == "x"
    assert ENTRY.number("missing", 2) == 2
    assert ENTRY.whole("missing", 4) == 4
    assert ENTRY.flag("missing") is False
    assert ENTRY.flag("missing", default=True) is True


def test_a_place_at_the_top_has_no_dot() -> None:
    assert JsonObject.of({}, "").at("title") == "title"


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: ENTRY.text("count"), "shop.count should be a text."),
        (lambda: ENTRY.text("missing"), "shop.missing should be a text."),
        (lambda: ENTRY.number("name"), "shop.name should be a number."),
        (lambda: ENTRY.number("open"), "shop.open should be a number."),
        (lambda: ENTRY.number("many"), "shop.many should be a number."),
        (lambda: ENTRY.number("odd"), "shop.odd should be a number."),
        (lambda: ENTRY.whole("weight"), "shop.weight should be a whole number."),
        (lambda: ENTRY.flag("count"), "shop.count should be true or false."),
        (lambda: ENTRY.entries("name"), "shop.name should be a list."),
        (lambda: ENTRY.entries("mixed"), "shop.mixed[1] should be a group of named values."),
        (lambda: JsonObject.of([], "shop"), "shop should be a group of named values."),
    ],
)
def test_a_wrong_value_is_named_by_its_place(read: Callable[[], object], message: str) -> None:
    with pytest.raises(UserError) as caught:
        read()
    assert caught.value.text == message
