"""Funnel limits for branches and staff."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from csq_desktop.analytics.funnel import Z998, proportion_funnel, rate_funnel


def test_a_small_branch_has_wider_limits_than_a_large_one() -> None:
    small, large = proportion_funnel([("Mong Kok", 2, 20), ("Central", 40, 400)]).points
    assert small.limits is not None
    assert large.limits is not None
    assert small.limits[1] > large.limits[1]
    assert small.limits[0] == 0


def test_limits_are_the_normal_quantiles_around_the_pooled_share() -> None:
    funnel = proportion_funnel([("A", 30, 100), ("B", 10, 100)])
    assert funnel.centre == 0.2
    error = (0.2 * 0.8 / 100) ** 0.5
    first = funnel.points[0]
    assert first.warning == pytest.approx((0.2 - 1.959964 * error, 0.2 + 1.959964 * error))
    assert first.limits == pytest.approx((0.2 - Z998 * error, 0.2 + Z998 * error))
    assert pytest.approx(norm.ppf(0.999), abs=1e-6) == Z998


def test_only_a_branch_outside_the_outer_limits_is_beyond() -> None:
    funnel = rate_funnel([("A", 10, 100), ("B", 11, 100), ("C", 40, 100), ("D", 0, 0)])
    assert [point.beyond for point in funnel.points] == [False, False, True, False]


def test_below_the_minimum_n_only_counts_are_shown() -> None:
    funnel = proportion_funnel([("A", 3, 9), ("B", 3, 10), ("C", 0, 0)])
    assert [point.value for point in funnel.points] == [None, 0.3, None]
    assert (funnel.points[0].count, funnel.points[0].size) == (3, 9)
    assert [p.value for p in rate_funnel([("A", 1, 2.0)], minimum=1).points] == [0.5]


def test_without_exposure_there_is_no_centre() -> None:
    funnel = rate_funnel([("A", 0, 0)])
    assert funnel.centre is None
    assert funnel.points[0].limits is None
    assert rate_funnel([]).points == ()


@pytest.mark.no_cover
@given(st.lists(st.integers(10, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))))
def test_limits_of_shares_stay_between_nothing_and_all(pairs: list[tuple[int, int]]) -> None:
    for point in proportion_funnel([("branch", met, of) for met, of in pairs]).points:
        assert point.warning is not None
        assert point.limits is not None
        assert 0 <= point.limits[0] <= point.warning[0] <= point.warning[1] <= point.limits[1] <= 1
