"""From values to positions: round steps, ranges that leave air, and how values are written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor, log10

from csq_desktop.domain.paper.charts import ChartUnit
from csq_desktop.domain.words import wording
from csq_desktop.texts import trc

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SPANS = (1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400)
_DAY = 86400.0
# A range narrower than this is widened, so that a hair's breadth does not look like a swing; money
# is in cents.
_LEAST = {
    ChartUnit.SHARE: 0.06,
    ChartUnit.COUNT: 4.0,
    ChartUnit.NUMBER: 1e-6,
    ChartUnit.MONEY: 400.0,
    ChartUnit.SECONDS: 4.0,
}


@dataclass(frozen=True)
class Scale:
    """Values `low`..`high` laid over positions `start`..`end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Position of a value, held inside the ends."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    @property
    def per_unit(self) -> float:
        """How long one of the unit is."""
        return (self.end - self.start) / (self.high - self.low)

    def shared(self, per_unit: float | None) -> "Scale":
        """The same with one of the unit as long as said; as it is where nothing is said."""
        if per_unit is None:
            return self
        return replace(self, high=self.low + (self.end - self.start) / per_unit)


def around(values: Iterable[float], unit: ChartUnit) -> tuple[float, float]:
    """A range that holds all values with some air, never outside what the unit allows."""
    numbers = list(values) or [0.0]
    low, high = min(numbers), max(numbers)
    lack = _LEAST.get(unit, 4.0) - (high - low)
    if lack > 0:
        low, high = low - lack / 2, high + lack / 2
    air = (high - low) * 0.1
    ceiling = 1.0 if unit is ChartUnit.SHARE else float("inf")
    floor_ = 0.0 if min(numbers) >= 0 else low - air
    return _held(low - air, high + air, floor_, ceiling)


def _held(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    """The range moved, not squeezed, into what is allowed."""
    if high > most:
        low, high = low - (high - most) / 2, most
    if low < least:
        low = least
    return max(least, low), high


def from_zero(values: Iterable[float], unit: ChartUnit) -> tuple[float, float]:
    """A range from zero (or below it) up to the largest value, for bars."""
    numbers = [0.0, *values]
    low, high = min(numbers), max(numbers)
    return low, (high if high > low else low + _LEAST.get(unit, 4.0))


def ticks(low: float, high: float, unit: ChartUnit, most: int = 5) -> tuple[float, ...]:
    """At most `most` round values between the ends, both allowed."""
    step = _step((high - low) / most, unit)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(k * step for k in range(first, last + 1))


def _step(least: float, unit: ChartUnit) -> float:
    if unit is ChartUnit.SECONDS:
        if least > _DAY:
            return _DAY * _step(least / _DAY, ChartUnit.COUNT)
        return float(next(span for span in _SPANS if span >= least))
    whole = {ChartUnit.COUNT: 1.0, ChartUnit.MONEY: 100.0}.get(unit, 0.0)
    power = 10.0 ** floor(log10(max(least, whole)))
    # No steps of 2.5 where they would write half a percent, half a case or half a dollar.
    factors = [
        f for f in _STEPS if f != 2.5 or (unit is not ChartUnit.SHARE and whole * 2 <= power)
    ]
    return next(power * f for f in factors if power * f >= least * (1 - 1e-9))


def tick_text(value: float, unit: ChartUnit, step: float) -> str:
    """A value on an axis, with no more decimals than the steps need."""
    if unit is ChartUnit.SHARE:
        return wording.percent_text(value, _digits(step * 100))
    if unit is ChartUnit.NUMBER:
        return wording.number_text(value, _digits(step))
    return value_text(value, unit)


def _digits(step: float) -> int:
    return next(n for n in range(4) if n == 3 or abs(step * 10**n - round(step * 10**n)) < 1e-6)


def value_text(value: float, unit: ChartUnit, target: float | None = None) -> str:
    """A value as it is written beside its mark; plain numbers with three figures that count.

    A share has the decimals that show on which side of its target it lies.
    """
    if unit is ChartUnit.SHARE:
        digits = 1 if target is None else wording.digits_apart(value * 100, target * 100)
        return wording.percent_text(value, digits)
    if unit is ChartUnit.MONEY:
        return wording.money_text(round(value))
    if unit is ChartUnit.SECONDS:
        return _span_text(value)
    if unit is ChartUnit.COUNT:
        return wording.number_text(value, 0 if abs(value - round(value)) < 1e-9 else 1)
    return wording.number_text(value, sum(abs(value) < edge for edge in (1, 10, 100)))


def _span_text(seconds: float) -> str:
    if abs(seconds) < 60 and seconds:
        return trc("span", "{n} s", n=wording.number_text(seconds, 0))
    return wording.duration_text(seconds)
