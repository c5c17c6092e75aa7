"""Means of answers and how sure they are."""

import pytest
from scipy import stats

from csq_desktop.analytics.surveys.means import Mean, mean_of, student_quantile


def test_a_mean_has_the_t_interval_scipy_gives() -> None:
    values = [5, 4, 4, 3, 5, 2, 4, 5, 5, 1, 4, 3]
    mean = mean_of(values)
    assert mean is not None
    oracle = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert mean.interval is not None
    assert (mean.interval.low, mean.interval.high) == pytest.approx(oracle, abs=1e-4)
    assert mean.error == pytest.approx(stats.sem(values))


@pytest.mark.parametrize(
    ("freedom", "within"), [(4, 2e-3), (6, 2e-4), (10, 2e-5), (30, 1e-6), (10_000, 1e-6)]
)
def test_the_t_quantile_is_as_exact_as_it_says(freedom: int, within: float) -> None:
    assert student_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=within)


def test_no_values_have_no_mean() -> None:
    assert mean_of([]) is None


def test_one_value_has_a_mean_and_no_spread() -> None:
    assert mean_of([4]) == Mean(4, 1, None)
    assert Mean(4, 1, None).error is None
    assert Mean(4, 1, None).interval is None


def test_fewer_than_five_values_have_no_interval() -> None:
    few, enough = mean_of([1, 2, 3, 4]), mean_of([1, 2, 3, 4, 5])
    assert few is not None
    assert enough is not None
    assert few.error is not None
    assert few.interval is None
    assert enough.interval is not None
