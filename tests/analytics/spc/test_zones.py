"""The Western Electric zone rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.spc.zones import ZoneFinding, ZoneRule, zone_findings

TWO, FOUR, EIGHT = ZoneRule.TWO_OF_THREE, ZoneRule.FOUR_OF_FIVE, ZoneRule.EIGHT_IN_A_ROW


def patterns(values: list[float], sigma: float | None = 1.0) -> list[ZoneFinding]:
    return zone_findings(values, 0.0, sigma)


def test_two_of_three_beyond_two_sigma_on_one_side() -> None:
    assert patterns([0.5, 2.1, -0.5, 2.2, -0.1]) == [ZoneFinding(TWO, (1, 3), 1)]
    assert patterns([-2.1, -2.1]) == [ZoneFinding(TWO, (0, 1), -1)]


def test_two_on_different_sides_or_too_far_apart_are_no_signal() -> None:
    assert patterns([2.1, -2.1, 0.5, 0.1, 2.5]) == []


def test_four_of_five_beyond_one_sigma_on_one_side() -> None:
    assert patterns([-1.1, -1.2, 0.3, -1.1, -1.5]) == [ZoneFinding(FOUR, (0, 1, 3, 4), -1)]
    assert patterns([-1.1, -1.2, 0.3, -1.1, 0.3, -1.5]) == []


def test_eight_in_a_row_on_one_side() -> None:
    assert patterns([0.1] * 7 + [-0.1]) == []
    assert patterns([-0.1] + [0.1] * 9) == [ZoneFinding(EIGHT, tuple(range(1, 10)), 1)]


def test_a_point_on_the_line_breaks_a_row() -> None:
    assert patterns([0.1] * 7 + [0.0] + [0.1] * 7) == []


def test_patterns_apart_are_told_apart() -> None:
    values = [2.1, 2.1, 0.1, -0.1, 0.1, 2.1, 0.1, 2.1]
    assert patterns(values) == [ZoneFinding(TWO, (0, 1), 1), ZoneFinding(TWO, (5, 7), 1)]


def test_patterns_that_share_a_point_are_told_as_one() -> None:
    assert patterns([2.1, 0.1, 2.1, 0.1, 2.1])[0] == ZoneFinding(TWO, (0, 2, 4), 1)


def test_without_a_spread_only_the_rule_of_eight_is_used() -> None:
    for sigma in (None, 0.0):
        assert patterns([5.0] * 8, sigma) == [ZoneFinding(EIGHT, tuple(range(8)), 1)]
    assert zone_findings([5.0] * 8, None, 1.0) == []


@pytest.mark.no_cover
@given(st.lists(st.floats(-4, 4)), st.floats(-100, 100))
def test_a_side_never_depends_on_which_way_up_the_chart_is(
    values: list[float], centre: float
) -> None:
    values = [round(value, 2) for value in values]
    up = {(one.rule, one.positions, one.side) for one in zone_findings(values, 0.0, 1.01)}
    turned = zone_findings([-value for value in values], 0.0, 1.01)
    assert up == {(one.rule, one.positions, -one.side) for one in turned}
