"""What signs say: reasons, directions, sentences."""

import pytest

from csq_desktop.domain.indicators.figures import Better
from csq_desktop.domain.indicators.signs import Assurance, Pattern, PatternKind, Signs, Variation


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (Pattern(PatternKind.BEYOND, 1), "unusually high this month"),
        (Pattern(PatternKind.NEAR, -1, 3), "several recent months well below average"),
        (Pattern(PatternKind.SHIFTED, -1), "the average has shifted, lately below it"),
        (Pattern(PatternKind.RUN, 1, 8), "8 months in a row above average"),
        (Pattern(PatternKind.RUN, -1, 8), "8 months in a row below average"),
        (Pattern(PatternKind.TREND, 1, 6), "rising over 6 months"),
        (Pattern(PatternKind.TREND, 1, 6, -1), "rising over 6 months, still below average"),
        (Pattern(PatternKind.TREND, -1, 6, -1), "falling over 6 months"),
        (Pattern(PatternKind.TREND, -1, 7, 1), "falling over 7 months, still above average"),
    ],
)
def test_a_reason_in_words(pattern: Pattern, text: str) -> None:
    assert pattern.text == text
    assert pattern.is_good(Better.HIGHER) == (pattern.side > 0) != pattern.is_good(Better.LOWER)


def test_the_side_is_that_of_all_reasons_or_none() -> None:
    up, down = Pattern(PatternKind.RUN, 1, 8), Pattern(PatternKind.TREND, -1, 6, 1)
    sides = [Signs(patterns=patterns).side for patterns in ((up,), (down,), (up, down), ())]
    assert sides == [1, -1, 0, 0]


def test_nothing_is_said_where_nothing_can_be() -> None:
    assert list(Signs().sentences) == []
    labels = {each.label for each in (*Variation, *Assurance)}
    assert len(labels) == 8  # both signs are "Not assessed" alike
