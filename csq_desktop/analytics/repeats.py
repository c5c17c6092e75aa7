"""Cases of one series that come closer together than chance from the series' own rate allows.

At each case the time back to the second, third … seventh case before it is looked at (a scan of
Poisson events, as the t chart over several events is: Xie, Goh and Ranjan 2002). Under an
unchanged rate each of the b cases of the T days before and of the k−1 that followed the first
within s days lies in those s days with the same chance s/(s+T), whatever the rate is: so the
chance of k−1 or more is that of a binomial number, exactly, and no rate has to be guessed.

How many series are watched is allowed for by the number of looks of a year, which is the number of
cases in all series: the bound is FALSE_A_YEAR over that number. Simulated with six kinds of series
in unchanging shops of 100, 300, 1,000 and 5,000 complaints a year (60, 20, 6, 2 years): 3.3, 4.1,
2.5 and 1.5 false alerts a year in all. So they are about one a quarter at most. A series of
several cases a day is never told here: its burst is what the control charts are for.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.domain.repeats.facts import Repeat

FALSE_A_YEAR = 4
FEWEST, MOST = 3, 8
"""How many cases a cluster has: fewer show nothing, more are found by the first eight."""
_NOTHING_MORE = 1e-17  # of a sum: less than its last digit
LONGEST_DAYS = 31
FEWEST_DAYS, HISTORY_DAYS = 90, 365
"""How many days before a cluster its rate is counted in, at least and at most."""


@dataclass(frozen=True)
class Watch:
    """What a series is held against: the first day of the records, all cases by day, the bound.

    `all_days` are the days of the cases of every series, sorted, each a number that goes up by one
    a day. Where the whole shop had more to do in the days of a cluster than before, that is
    allowed for: what everything else did is no news about one series.
    """

    since: int
    all_days: Sequence[int]
    bound: float

    def others(self, first: int, last: int, own: int) -> int:
        """How many cases of other series there were from a day to before another."""
        days = self.all_days
        return max(0, bisect_left(days, last) - bisect_left(days, first) - own)


def bound(looks: int) -> float:
    """The chance below which a cluster is told, by how many cases all series had in a year."""
    return FALSE_A_YEAR / max(looks, FALSE_A_YEAR * 20)


def closest(days: Sequence[int], watch: Watch) -> Repeat | None:
    """The least likely cluster that ends with the last of a series' days, sorted; None without.

    None also where there are too few cases, or too few days of records before them.
    """
    clusters = (_cluster(days, count, watch) for count in range(FEWEST, MOST + 1))
    found = [cluster for cluster in clusters if cluster is not None]
    rarest = min(found, key=lambda cluster: cluster.chance, default=None)
    return rarest if rarest is not None and rarest.chance < watch.bound else None


def _cluster(days: Sequence[int], count: int, watch: Watch) -> Repeat | None:
    if len(days) < count:
        return None
    first, end = days[-count], days[-1] + 1
    span, history = end - first, min(HISTORY_DAYS, first - watch.since)
    if span > LONGEST_DAYS or history < FEWEST_DAYS:
        return None
    before = bisect_left(days, first) - bisect_left(days, first - history)
    if before * span > (count - 1) * history:
        return None  # more than that were to be expected: it saves nine tenths of the time
    share = max(span / (span + history), _share_of_others(watch, first, end, (count, before)))
    return Repeat(
        cases=count,
        days=span,
        expected=before * share / (1 - share),
        chance=at_least(count - 1, before + count - 1, share),
        history_days=history,
    )


def _share_of_others(watch: Watch, first: int, end: int, own: tuple[int, int]) -> float:
    """Which part of everybody else's cases came in the days of a cluster."""
    count, before = own
    begin = max(watch.since, first - HISTORY_DAYS)
    then, earlier = watch.others(first, end, count), watch.others(begin, first, before)
    return then / (then + earlier) if earlier else 0.0


def at_least(count: int, trials: int, chance: float) -> float:
    """The chance of so many or more successes: the upper tail of a binomial number.

    Summed from the smallest count up, so that tiny tails keep their digits.
    """
    if count <= 0:
        return 1.0
    term = math.comb(trials, count) * chance**count * (1 - chance) ** (trials - count)
    total = 0.0
    for successes in range(count, trials + 1):
        total += term
        if term < total * _NOTHING_MORE:
            break
        term *= (trials - successes) / (successes + 1) * chance / (1 - chance)
    return min(1.0, total)
