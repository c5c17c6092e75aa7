"""Shares, their intervals and their differences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from csq_desktop.analytics.proportions import Difference, Proportion, difference, wilson

PAIRS = st.integers(1, 10_000).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of)).map(lambda pair: Proportion(*pair))
)


# Newcombe 1998, Statistics in Medicine 17:857–872, Table I, method 3.
@pytest.mark.parametrize(
    ("met", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilson_gives_newcombes_published_limits(
    met: int, of: int, low: float, high: float
) -> None:
    interval = Proportion(met, of).interval
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_none_met_has_a_lower_limit_of_exactly_nothing() -> None:
    assert wilson(0, 20).low == 0
    assert wilson(20, 20).high == 1


# Newcombe 1998, Statistics in Medicine 17:873–890, Table II, method 10.
@pytest.mark.parametrize(
    ("later", "earlier", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_has_newcombes_published_limits(
    later: tuple[int, int], earlier: tuple[int, int], low: float, high: float
) -> None:
    found = difference(Proportion(*later), Proportion(*earlier))
    assert found is not None
    assert found.value == pytest.approx(later[0] / later[1] - earlier[0] / earlier[1])
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_a_difference_is_clear_only_when_its_interval_leaves_out_nothing() -> None:
    assert Difference(0.2, 0.05, 0.33).is_clear
    assert Difference(-0.2, -0.33, -0.05).is_clear
    assert not Difference(0.05, -0.04, 0.19).is_clear


def test_nothing_asked_has_no_share_no_interval_and_no_difference() -> None:
    empty = Proportion(0, 0)
    assert (empty.share, empty.interval) == (None, None)
    assert difference(empty, Proportion(1, 2)) is None
    assert difference(Proportion(1, 2), empty) is None
    assert not empty.is_enough(0)


def test_a_percentage_is_printed_from_the_minimum_n_on() -> None:
    assert not Proportion(9, 9).is_enough()
    assert Proportion(9, 10).is_enough()
    assert Proportion(3, 5).is_enough(5)


@pytest.mark.parametrize(("met", "of"), [(3, 2), (-1, 2), (0, -1)])
def test_more_met_than_there_are_is_refused(met: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"{met} of {of}"):
        Proportion(met, of)


@given(PAIRS)
def test_wilson_agrees_with_scipy_and_holds_the_share(proportion: Proportion) -> None:
    interval = proportion.interval
    oracle = binomtest(proportion.met, proportion.of).proportion_ci(0.95, method="wilson")
    assert interval is not None
    assert proportion.share is not None
    assert interval.low == pytest.approx(oracle.low, abs=1e-6)
    assert interval.high == pytest.approx(oracle.high, abs=1e-6)
    assert interval.low - 1e-12 <= proportion.share <= interval.high + 1e-12


@given(PAIRS, PAIRS)
def test_swapping_the_periods_turns_the_difference_round(a: Proportion, b: Proportion) -> None:
    one, other = difference(a, b), difference(b, a)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(-other.value)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert -1 <= one.low <= one.value <= one.high <= 1
