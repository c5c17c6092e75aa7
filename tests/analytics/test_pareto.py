"""Pareto: the vital few."""

import pytest

from csq_desktop.analytics.pareto import Pareto, ParetoBar, pareto

# R package qcc, vignette: cumulative percentages of five causes.
DEFECTS = [
    ("price code", 80),
    ("schedule date", 27),
    ("supplier code", 66),
    ("contact num.", 94),
    ("part num.", 33),
]


def test_the_published_causes_have_their_published_cumulative_shares() -> None:
    found = pareto(DEFECTS)
    assert found.total == 300
    assert [bar.count for bar in found.bars] == [94, 80, 66, 33, 27]
    cumulative = [round(bar.cumulative * 100, 2) for bar in found.bars]
    assert cumulative == [31.33, 58.00, 80.00, 91.00, 100.00]
    assert found.bars[0] == ParetoBar("contact num.", 94, 94 / 300, 94 / 300)


def test_the_vital_few_are_the_fewest_that_reach_the_share() -> None:
    found = pareto(DEFECTS)
    assert [bar.label for bar in found.vital()] == ["contact num.", "price code", "supplier code"]
    assert len(found.vital(0.81)) == 4
    assert len(found.vital(1.0)) == 5


def test_equal_counts_keep_their_order_and_empty_causes_are_left_out() -> None:
    found = pareto([("late", 2), ("rude", 0), ("dirty", 2), ("dear", 3)])
    assert [bar.label for bar in found.bars] == ["dear", "late", "dirty"]


def test_nothing_counted_has_no_bars() -> None:
    assert pareto([("late", 0)]) == Pareto(0, ())
    assert pareto([]).vital() == ()


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        pareto([("late", -1)])
