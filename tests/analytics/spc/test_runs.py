"""The runs test around the centre line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from csq_desktop.analytics.spc.runs import RunsTest, fewest_crossings, longest_run, runs_test


# R package qicharts2: useful points, longest run allowed, fewest crossings.
@pytest.mark.parametrize(
    ("useful", "longest_max", "crossings_min"),
    [(20, 7, 6), (28, 8, 9), (39, 8, 14), (40, 8, 14), (64, 9, 25)],
)
def test_limits_are_those_qicharts2_gives(
    useful: int, longest_max: int, crossings_min: int
) -> None:
    found = runs_test([1.0] * useful, 0)
    assert (found.longest_max, found.crossings_min) == (longest_max, crossings_min)


@pytest.mark.parametrize("useful", [1, 2, 3, 5, 10, 24, 100, 1000])
def test_fewest_crossings_are_the_binomial_quantile(useful: int) -> None:
    assert fewest_crossings(useful) == max(0, binom.ppf(0.05, useful - 1, 0.5))


def test_points_on_the_centre_line_are_skipped() -> None:
    found = runs_test([1, 0, 1, 0.1 * 3 - 0.3, -1, 1], 0)
    assert (found.n_useful, found.longest, found.crossings) == (4, 2, 2)


def test_a_long_run_signals() -> None:
    values = [1, -1] * 8 + [1] * 9
    found = runs_test(values, 0)
    assert found.is_long
    assert not found.is_sticky
    assert found.signal
    assert longest_run(values, 0) == (range(16, 25), 1)


def test_few_crossings_signal() -> None:
    found = runs_test(([1] * 5 + [-1] * 5) * 2, 0)
    assert not found.is_long
    assert found.is_sticky
    assert found.signal


def test_the_longest_run_is_placed_over_points_on_the_line() -> None:
    assert longest_run([1, -1, 0, -1, 1], 0) == (range(1, 4), -1)


@pytest.mark.parametrize(("values", "centre"), [([], 0.0), ([], None), ([2, 2], 2), ([1], None)])
def test_without_useful_points_nothing_signals(values: list[float], centre: float | None) -> None:
    assert runs_test(values, centre) == RunsTest(0, 0, 0, 0, 0)
    assert not runs_test(values, centre).signal
    assert longest_run(values, centre) == (range(0), 0)


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0])))
def test_turning_the_chart_upside_down_changes_no_verdict(values: list[float]) -> None:
    assert runs_test(values, 0) == runs_test([-value for value in values], 0)


def test_a_chart_may_be_longer_than_any_float() -> None:
    assert fewest_crossings(2_000) == binom.ppf(0.05, 1_999, 0.5)
