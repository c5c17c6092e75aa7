"""Centre lines and limits of control charts, one formula per kind.

Sources: Montgomery, Introduction to Statistical Quality Control (p, u, c, XmR); Laney 2002,
Quality Engineering 14:531–537 (p′, u′).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, inf, isclose, sqrt

from csq_desktop.analytics.spc.samples import (
    ChartKind,
    Sample,
    counts_for_limits,
    moving_ranges,
    plotted,
)

D2 = 1.128
"""Mean range of two normal values in sigmas; kept at the three digits published limits use."""
D4 = 3.267
"""Upper limit of moving ranges as a multiple of their mean."""
_WIDTH = 3


@dataclass(frozen=True)
class ControlLimits:
    """What one phase's limits are made of; None where too little is known.

    `sigma` is the spread of single values (XmR only), `sigma_z` how many times as much as pure
    chance the samples vary (p′ and u′ only).
    """

    kind: ChartKind
    centre: float | None
    sigma: float | None = None
    sigma_z: float | None = None

    def at(self, size: float | None) -> tuple[float, float] | None:
        """Lower and upper limit for a sample of that size, clipped to what is possible.

        None where nothing spreads: limits of no width would call the very next change certain.
        """
        if self.centre is None:
            return None
        if self.kind is ChartKind.MR:
            return (0.0, D4 * self.centre) if self.centre else None
        spread = self._spread(size)
        if not spread:
            return None
        low, high = _possible(self.kind)
        return max(low, self.centre - _WIDTH * spread), min(high, self.centre + _WIDTH * spread)

    def _spread(self, size: float | None) -> float | None:
        if self.kind is ChartKind.XMR:
            return self.sigma
        spread = _chance(self.kind, self.centre or 0.0, size)
        if not self.kind.is_laney or not spread:
            return spread
        return None if self.sigma_z is None else spread * self.sigma_z


def limits_of(kind: ChartKind, baseline: Sequence[Sample]) -> ControlLimits:
    """The limits a baseline gives; excluded samples and those without a value are left out."""
    usable = [sample for sample in baseline if counts_for_limits(kind, sample)]
    centre = _centre(kind, usable)
    if kind is ChartKind.XMR:
        return ControlLimits(kind, centre, sigma=_sigma(usable))
    if kind.is_laney and centre is not None:
        return ControlLimits(kind, centre, sigma_z=_sigma_z(kind, usable, centre))
    return ControlLimits(kind, centre)


def outside(value: float | None, limits: tuple[float, float] | None) -> int:
    """1 above the upper limit, −1 below the lower, 0 between, on a limit or unknown."""
    if value is None or limits is None:
        return 0
    return above(value, limits[1]) - above(limits[0], value)


def above(value: float, line: float) -> bool:
    """Whether a value lies above a line by more than rounding."""
    return value > line and not isclose(value, line, rel_tol=1e-9, abs_tol=1e-12)


def _centre(kind: ChartKind, usable: Sequence[Sample]) -> float | None:
    """Σx/Σn; every n is 1 where there are no sizes."""
    if not usable:
        return None
    total = fsum(sample.value or 0.0 for sample in usable)
    sizes = fsum(sample.size or 0.0 for sample in usable) if kind.needs_size else len(usable)
    return total / sizes


def _sigma(usable: Sequence[Sample]) -> float | None:
    """MR̄/1.128; None for fewer than two values."""
    ranges = [moved.value for moved in moving_ranges(usable) if moved.value is not None]
    return fsum(ranges) / len(ranges) / D2 if ranges else None


def _sigma_z(kind: ChartKind, usable: Sequence[Sample], centre: float) -> float | None:
    """Mean |Δz|/1.128 with z = (y − ȳ)/σᵢ; None for fewer than two samples or no spread at all."""
    scores = []
    for sample in usable:
        spread, value = _chance(kind, centre, sample.size), plotted(kind, sample)
        if spread and value is not None:
            scores.append((value - centre) / spread)
    steps = [abs(after - before) for before, after in pairwise(scores)]
    return fsum(steps) / len(steps) / D2 if steps else None


def _chance(kind: ChartKind, centre: float, size: float | None) -> float | None:
    """The spread pure chance gives a sample of that size; None for a size of 0."""
    if not kind.needs_size:
        return sqrt(centre)
    variance = centre * (1 - centre) if kind.is_proportion else centre
    return sqrt(max(0.0, variance) / size) if size else None


def _possible(kind: ChartKind) -> tuple[float, float]:
    if kind.is_proportion:
        return 0.0, 1.0
    return (0.0, inf) if kind.is_attribute else (-inf, inf)
