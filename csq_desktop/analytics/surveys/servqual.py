"""SERVQUAL: gaps between what customers expect and what they perceive, on 22 items (1–7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, isclose

from csq_desktop.analytics.surveys.means import Mean, mean_of
from csq_desktop.texts import mark, trc

ITEMS = 22
_SCALE_TURN = 8  # an answer x to a reversed item scores 8 − x


class Dimension(StrEnum):
    """The five dimensions of service quality (Parasuraman, Zeithaml & Berry 1988)."""

    TANGIBLES = "tangibles"
    RELIABILITY = "reliability"
    RESPONSIVENESS = "responsiveness"
    ASSURANCE = "assurance"
    EMPATHY = "empathy"

    @property
    def label(self) -> str:
        """The dimension in the user's language."""
        return trc("servqual", _LABELS[self])

    @property
    def items(self) -> range:
        """The numbers of its items, 1 to 22."""
        return _ITEMS[self]


_LABELS = {
    Dimension.TANGIBLES: mark("Tangibles"),
    Dimension.RELIABILITY: mark("Reliability"),
    Dimension.RESPONSIVENESS: mark("Responsiveness"),
    Dimension.ASSURANCE: mark("Assurance"),
    Dimension.EMPATHY: mark("Empathy"),
}
_ITEMS = {
    Dimension.TANGIBLES: range(1, 5),
    Dimension.RELIABILITY: range(5, 10),
    Dimension.RESPONSIVENESS: range(10, 14),
    Dimension.ASSURANCE: range(14, 18),
    Dimension.EMPATHY: range(18, 23),
}


@dataclass(frozen=True)
class Slip:
    """One customer's 22 pairs of answers 1–7, None where skipped; item 1 first."""

    expectations: tuple[int | None, ...]
    perceptions: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if len(self.expectations) != ITEMS or len(self.perceptions) != ITEMS:
            raise ValueError(f"a slip has {ITEMS} pairs of answers")
        for answer in (*self.expectations, *self.perceptions):
            if answer is not None and not 1 <= answer <= 7:
                raise ValueError(f"answer {answer} is not on the scale 1 to 7")

    def pair(self, item: int, turned: frozenset[int]) -> tuple[int, int] | None:
        """Expectation and perception of an item as scored; None when either was skipped."""
        expected, perceived = self.expectations[item - 1], self.perceptions[item - 1]
        if expected is None or perceived is None:
            return None
        if item in turned:
            return _SCALE_TURN - expected, _SCALE_TURN - perceived
        return expected, perceived


@dataclass(frozen=True)
class DimensionGap:
    """One dimension: means over its items that were answered, all None when none was.

    `by_customer` is the mean of the customers' own gaps; its interval says how sure the gap is.
    """

    dimension: Dimension
    expectation: float | None
    perception: float | None
    gap: float | None
    by_customer: Mean | None


@dataclass(frozen=True)
class Servqual:
    """The gaps −6..6 by item, by dimension and overall; None where nothing was answered."""

    n: int
    items: tuple[float | None, ...]
    dimensions: tuple[DimensionGap, ...]
    overall: float | None
    weighted: float | None


def servqual(
    slips: Iterable[Slip],
    *,
    turned: Iterable[int] = (),
    weights: Mapping[Dimension, float] | None = None,
) -> Servqual:
    """Gap scores, perception − expectation; `turned` are the items worded the other way round.

    `weights` give each dimension's importance and add up to 1 (ValueError otherwise).
    """
    filled, reverse = list(slips), frozenset(turned)
    if weights is not None:
        _check_weights(weights)
    dimensions = tuple(_dimension(filled, dimension, reverse) for dimension in Dimension)
    gaps = [dimension_gap.gap for dimension_gap in dimensions]
    shares = [(weights or {}).get(dimension, 0.0) for dimension in Dimension]
    return Servqual(
        n=len(filled),
        items=tuple(_gap(_pairs(filled, item, reverse)) for item in range(1, ITEMS + 1)),
        dimensions=dimensions,
        overall=_weighted(gaps, [1 / len(gaps)] * len(gaps)),
        weighted=_weighted(gaps, shares) if weights is not None else None,
    )


def _check_weights(weights: Mapping[Dimension, float]) -> None:
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is negative")
    if not isclose(fsum(weights.values()), 1, abs_tol=1e-6):
        raise ValueError("the weights do not add up to 1")


def _weighted(gaps: Sequence[float | None], shares: Sequence[float]) -> float | None:
    """The weighted sum; None when a dimension that carries weight has no gap."""
    terms = [(gap, share) for gap, share in zip(gaps, shares, strict=True) if share]
    if any(gap is None for gap, _ in terms):
        return None
    return fsum(gap * share for gap, share in terms if gap is not None)


def _pairs(slips: Sequence[Slip], item: int, turned: frozenset[int]) -> list[tuple[int, int]]:
    pairs = (slip.pair(item, turned) for slip in slips)
    return [pair for pair in pairs if pair is not None]


def _gap(pairs: Sequence[tuple[int, int]]) -> float | None:
    return _average([perceived - expected for expected, perceived in pairs])


def _dimension(slips: Sequence[Slip], dimension: Dimension, turned: frozenset[int]) -> DimensionGap:
    answered = [pairs for item in dimension.items if (pairs := _pairs(slips, item, turned))]
    own = [_own_gap(slip, dimension, turned) for slip in slips]
    return DimensionGap(
        dimension=dimension,
        expectation=_average([_mean(expected for expected, _ in pairs) for pairs in answered]),
        perception=_average([_mean(perceived for _, perceived in pairs) for pairs in answered]),
        gap=_average([_mean(seen - expected for expected, seen in pairs) for pairs in answered]),
        by_customer=mean_of(gap for gap in own if gap is not None),
    )


def _own_gap(slip: Slip, dimension: Dimension, turned: frozenset[int]) -> float | None:
    return _gap([pair for item in dimension.items if (pair := slip.pair(item, turned))])


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return fsum(numbers) / len(numbers)


def _average(values: Sequence[float]) -> float | None:
    return _mean(values) if values else None
