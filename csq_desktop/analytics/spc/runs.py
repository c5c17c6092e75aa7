"""The Anhøj runs test: a shift of level without one point beyond the limits.

Anhøj & Olesen 2014, PLoS ONE 9(11): e113825.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import comb, log2

from csq_desktop.analytics.spc.limits import above

_QUANTILE = Fraction(1, 20)


@dataclass(frozen=True)
class RunsTest:
    """Runs around the centre line; points on the line itself are not useful and are skipped.

    `signal` when the longest run exceeds its maximum or crossings fall short of their minimum.
    """

    n_useful: int
    longest: int
    longest_max: int
    crossings: int
    crossings_min: int

    @property
    def is_long(self) -> bool:
        """Whether more points in a row lie on one side than chance allows."""
        return self.longest > self.longest_max

    @property
    def is_sticky(self) -> bool:
        """Whether the line crosses its centre less often than chance allows."""
        return self.crossings < self.crossings_min

    @property
    def signal(self) -> bool:
        """Whether the level has shifted."""
        return self.is_long or self.is_sticky


def runs_test(values: Sequence[float], centre: float | None) -> RunsTest:
    """Count runs and crossings; without values or centre nothing signals."""
    sides = [side for side in _sides(values, centre) if side]
    useful = len(sides)
    if not useful:
        return RunsTest(0, 0, 0, 0, 0)
    return RunsTest(
        n_useful=useful,
        longest=max(len(list(run)) for _, run in groupby(sides)),
        longest_max=round(log2(useful)) + 3,
        crossings=sum(before != after for before, after in pairwise(sides)),
        crossings_min=fewest_crossings(useful),
    )


def fewest_crossings(useful: int) -> int:
    """The 5% quantile of Binomial(useful − 1, ½), exact; `useful` at least 1."""
    # In ways out of 2**trials instead of shares: sums of whole numbers do not round.
    trials = useful - 1
    allowed = _QUANTILE * 2**trials
    count, ways = 0, 1
    while ways < allowed:
        count += 1
        ways += comb(trials, count)
    return count


def longest_run(values: Sequence[float], centre: float | None) -> tuple[range, int]:
    """Positions from first to last of the longest run, and its side: 1 above, −1 below."""
    placed = [(index, side) for index, side in enumerate(_sides(values, centre)) if side]
    runs = [list(run) for _, run in groupby(placed, key=lambda pair: pair[1])]
    if not runs:
        return range(0), 0
    longest = max(runs, key=len)
    return range(longest[0][0], longest[-1][0] + 1), longest[0][1]


def _sides(values: Sequence[float], centre: float | None) -> list[int]:
    if centre is None:
        return []
    return [above(value, centre) - above(centre, value) for value in values]
