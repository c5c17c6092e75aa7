"""Signals in words."""

import pytest

from csq_desktop.analytics.spc.signals import Rule, Signal, listed
from csq_desktop.texts import speaking

ROW = tuple("ABCDEFGH")


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        (
            Signal(Rule.BEYOND_LIMITS, ("October",), -1),
            "October is below the lower control limit",
        ),
        (
            Signal(Rule.BEYOND_LIMITS, ("October",), 1),
            "October is above the upper control limit",
        ),
        (
            Signal(Rule.TWO_OF_THREE, ("May", "June"), 1),
            "May, June: two of three in a row are far above the centre line (beyond 2 sigma)",
        ),
        (
            Signal(Rule.FOUR_OF_FIVE, ("A", "B", "C", "D"), -1),
            "A, B, C, D: four of five in a row are well below the centre line (beyond 1 sigma)",
        ),
        (
            Signal(Rule.EIGHT_IN_A_ROW, ROW, 1, observed=8),
            "8 points in a row, A to H, are above the centre line: the average has shifted",
        ),
        (
            Signal(Rule.LONG_RUN, ROW, -1, observed=8, limit=7),
            "8 points in a row, A to H, are below the centre line: the average has shifted",
        ),
        (
            Signal(Rule.FEW_CROSSINGS, ROW, 0, observed=1, limit=2),
            "From A to H the line crosses its centre only 1 time; normal variation "
            "gives at least 2: the average has shifted",
        ),
    ],
)
def test_a_signal_is_put_in_words(signal: Signal, text: str) -> None:
    assert signal.text == text


def test_words_come_in_the_language_they_are_read_in() -> None:
    signal = Signal(Rule.BEYOND_LIMITS, ("10月",), -1)
    with speaking("zh_HK"):
        assert signal.text == "10月低於控制下限"
        assert listed(["甲", "乙"]) == "甲、乙"
    with speaking("zh_CN"):
        assert signal.text == "10月低于下控制限"


@pytest.mark.parametrize("language", ["en", "zh_HK", "zh_CN"])
@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_words_that_name_its_points(rule: Rule, side: int, language: str) -> None:
    with speaking(language):
        text = Signal(rule, ("MAY", "JUNE"), side, observed=2, limit=3).text
    assert "MAY" in text
    assert "JUNE" in text
    assert "{" not in text
