"""Repeat alerts: exact chances, what is too little to say, and how often they are false."""

import random
from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest

from csq_desktop.analytics.repeats import Watch, at_least, bound, closest

ALWAYS = 1.0


def watch(since: int = 0, all_days: list[int] | None = None, limit: float = ALWAYS) -> Watch:
    return Watch(since, all_days or [], limit)


@pytest.mark.parametrize(
    ("count", "trials", "chance"),
    [
        (2, 2, Fraction(9, 374)),
        (1, 10, Fraction(1, 3)),
        (4, 28, Fraction(1, 40)),
        (7, 7, Fraction(1, 2)),
    ],
)
def test_the_tail_is_that_of_the_binomial_in_whole_numbers(
    count: int, trials: int, chance: Fraction
) -> None:
    exact = sum(
        comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(count, trials + 1)
    )
    assert at_least(count, trials, float(chance)) == pytest.approx(float(exact), rel=1e-12)


def test_a_binomial_tail_as_published() -> None:
    """NIST/SEMATECH e-Handbook 1.3.6.6.18: P(X ≤ 1) for n 10, p 0.1 is 0.7361."""
    assert 1 - at_least(2, 10, 0.1) == pytest.approx(0.7361, abs=5e-5)
    assert at_least(0, 10, 0.1) == 1.0


def test_three_in_nine_days_of_one_who_never_complained_in_a_year() -> None:
    found = closest([400, 405, 408], watch())
    assert found is not None
    assert (found.cases, found.days, found.expected, found.history_days) == (3, 9, 0.0, 365)
    assert found.chance == pytest.approx((9 / 374) ** 2)
    assert found.one_in == 1_726


def test_the_least_likely_of_several_clusters_is_told() -> None:
    year = list(range(35, 400, 30))
    found = closest([*year, 401, 402, 402, 403, 404, 404], watch())
    assert found is not None
    assert (found.cases, found.days) == (6, 4)
    assert found.expected == pytest.approx(12 * 4 / 365)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        ([400, 401], 0),  # two show nothing
        ([400, 401, 402], 311),  # 89 days of records
        ([400, 415, 431], 0),  # more than a month from first to last
    ],
)
def test_what_is_too_little_is_not_told(days: list[int], since: int) -> None:
    assert closest(days, watch(since)) is None


def test_a_likely_cluster_is_not_told() -> None:
    found = closest([400, 401, 402], watch())
    assert found is not None
    assert closest([400, 401, 402], watch(limit=found.chance)) is None


def test_what_the_whole_shop_had_is_no_news_about_a_series() -> None:
    """Three times the usual in a week of everything: the days are allowed for."""
    year, own = list(range(0, 400, 10)), [400, 401, 402, 403]
    quiet = closest([*year, *own], watch(all_days=sorted([*range(400), *own, *year])))
    rush = sorted([*range(400), *own, *year, *(day for day in own for _ in range(9))])
    busy = closest([*year, *own], watch(all_days=rush))
    assert quiet is not None
    assert busy is not None
    assert busy.chance > 20 * quiet.chance
    assert busy.expected > 5 * quiet.expected


def test_the_bound_falls_with_what_is_watched() -> None:
    assert bound(4_000) == pytest.approx(0.001)
    assert bound(10) == bound(0) == pytest.approx(0.05)


def test_false_alerts_are_few_and_a_burst_is_found() -> None:
    """Twenty unchanging shops of some 150 complaints a year in four kinds of series, seed 4011."""
    dice, false, shops = random.Random(4011), 0, 20
    bursts = 0
    for _ in range(shops):
        days = sorted(dice.randrange(730) for _ in range(300))
        series: dict[tuple[int, int], list[int]] = {}
        for day in days:
            for kind, width in enumerate((6, 10, 20, 120)):
                series.setdefault((kind, dice.randrange(width)), []).append(day)
        limit = bound(sum(day >= 365 for own in series.values() for day in own))
        held = Watch(0, days, limit)
        for own in series.values():
            ends = [n for n in range(3, len(own) + 1) if own[n - 1] >= 365]
            signs = [False, *(closest(own[:end], held) is not None for end in ends)]
            false += sum(now and not before for before, now in pairwise(signs))
        own = [day for day in series[0, 0] if day < 700]
        bursts += closest([*own, 701, 702, 702, 703, 704, 705], held) is not None
    assert false / shops <= 4.5
    assert bursts >= 0.9 * shops
