"""What may be typed into a complaint."""

import pytest

from csq_desktop.domain.complaints import limits
from csq_desktop.errors import UserError


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"words": "x" * 20_000, "summary": "x" * 200, "category": "till", "product": "x" * 200},
        {"summary": ""},
    ],
)
def test_what_keeps_the_limits_passes(typed: dict[str, str]) -> None:
    limits.check(typed, lambda code: code == "till")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": " \n"}, "Enter what the customer said"),
        ({"words": "x" * 20_001}, "fewer than 20,000 characters"),
        ({"summary": "x" * 201}, "fewer than 200 characters"),
        ({"product": "x" * 201}, "fewer than 200 characters"),
        ({"category": ""}, "Choose a category"),
        ({"category": "moon"}, "“moon” is not in the list"),
    ],
)
def test_what_breaks_a_limit_is_refused_in_a_sentence(typed: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        limits.check(typed, lambda code: code == "till")
