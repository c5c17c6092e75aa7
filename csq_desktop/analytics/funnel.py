"""Funnel limits: branches or staff compared fairly, allowing for how much each had to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, sqrt

from csq_desktop.analytics.proportions import Z95
from csq_desktop.domain.criteria import DEFAULT_MINIMUM_N

Z998 = 3.090232
"""The normal quantile of the outer, 99.8% limits."""


@dataclass(frozen=True)
class FunnelUnit:
    """One unit; `value` and limits None when it has no exposure or fewer than the minimum n."""

    label: str
    count: int
    size: float
    value: float | None
    warning: tuple[float, float] | None
    limits: tuple[float, float] | None

    @property
    def beyond(self) -> bool:
        """Whether the unit lies outside the 99.8% limits."""
        if self.value is None or self.limits is None:
            return False
        return not self.limits[0] <= self.value <= self.limits[1]


@dataclass(frozen=True)
class Funnel:
    """All units around their pooled centre, in the order given: no league table."""

    centre: float | None
    points: tuple[FunnelUnit, ...]


def proportion_funnel(
    units: Iterable[tuple[str, int, int]], *, minimum: int = DEFAULT_MINIMUM_N
) -> Funnel:
    """Shares of (label, count, of) against 95% and 99.8% limits p̄ ± z·√(p̄(1−p̄)/n).

    Spiegelhalter 2005, Statistics in Medicine 24:1185–1202.
    """
    return _funnel(list(units), minimum, top=1.0)


def rate_funnel(
    units: Iterable[tuple[str, int, float]], *, minimum: int = DEFAULT_MINIMUM_N
) -> Funnel:
    """Rates of (label, count, exposure) against 95% and 99.8% limits ū ± z·√(ū/n)."""
    return _funnel(list(units), minimum, top=None)


def _funnel(
    units: list[tuple[str, int, int]] | list[tuple[str, int, float]],
    minimum: int,
    *,
    top: float | None,
) -> Funnel:
    exposure = fsum(size for _, _, size in units)
    if not exposure:
        return Funnel(None, tuple(_hidden(label, count, size) for label, count, size in units))
    centre = sum(count for _, count, _ in units) / exposure
    variance = centre * (1 - centre) if top is not None else centre
    points = []
    for label, count, size in units:
        if not size or size < minimum:
            points.append(_hidden(label, count, size))
            continue
        error = sqrt(max(0.0, variance) / size)
        inner, outer = (_around(centre, z * error, top) for z in (Z95, Z998))
        points.append(FunnelUnit(label, count, size, count / size, inner, outer))
    return Funnel(centre, tuple(points))


def _hidden(label: str, count: int, size: float) -> FunnelUnit:
    return FunnelUnit(label, count, size, None, None, None)


def _around(centre: float, margin: float, top: float | None) -> tuple[float, float]:
    high = centre + margin
    return max(0.0, centre - margin), high if top is None else min(top, high)
