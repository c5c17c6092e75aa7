"""Proportions with their uncertainty: so many of so many, and the difference of two of them."""

from dataclasses import dataclass
from math import sqrt

from csq_desktop.domain.criteria import DEFAULT_MINIMUM_N
from csq_desktop.domain.impossible import ImpossibleNumbers

Z95 = 1.959964
"""The normal quantile every 95% interval of the product uses."""


@dataclass(frozen=True)
class Interval:
    """A 95% confidence interval, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Proportion:
    """`met` of `of`; counts of 0 or more, ValueError when more are met than there are."""

    met: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.of:
            raise ImpossibleNumbers(f"{self.met} of {self.of}")

    @property
    def share(self) -> float | None:
        """The share 0..1; None, not 0, when there is nothing to divide by."""
        return self.met / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        """The 95% Wilson score interval of the share; None when there is no share."""
        return wilson(self.met, self.of) if self.of else None

    def is_enough(self, minimum: int = DEFAULT_MINIMUM_N) -> bool:
        """Whether a percentage may be printed; below the minimum n only the counts are."""
        return self.of >= max(minimum, 1)


@dataclass(frozen=True)
class Difference:
    """How far two shares lie apart, later minus earlier, −1..1, with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0: a change that is not chance."""
        return self.low > 0 or self.high < 0


def wilson(met: int, of: int, z: float = Z95) -> Interval:
    """The score interval of a proportion (Wilson 1927; Newcombe 1998, method 3); `of` above 0."""
    share, square = met / of, z * z
    centre = share + square / (2 * of)
    margin = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return Interval(max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale))


def difference(later: Proportion, earlier: Proportion) -> Difference | None:
    """Later minus earlier with the hybrid score interval; None when either has no share.

    Newcombe 1998, Statistics in Medicine 17:873–890, method 10 (independent samples).
    """
    if not (later.of and earlier.of):
        return None
    p, first = later.met / later.of, wilson(later.met, later.of)
    q, second = earlier.met / earlier.of, wilson(earlier.met, earlier.of)
    below = sqrt((p - first.low) ** 2 + (second.high - q) ** 2)
    above = sqrt((first.high - p) ** 2 + (q - second.low) ** 2)
    return Difference(p - q, max(-1.0, p - q - below), min(1.0, p - q + above))
