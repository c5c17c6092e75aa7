"""Sums of a month, as the store keeps them and figures are computed from them."""

from dataclasses import dataclass
from typing import NamedTuple

from csq_desktop.domain.calendar.months import Month


@dataclass(frozen=True)
class Sum:
    """What a measure adds up to: how many, and HKD cents."""

    count: int = 0
    cents: int = 0


Sums = dict[Month, dict[str, dict[str, Sum]]]
"""By month, measure and bucket; a measure without buckets has one that is called “”."""


class PledgeSum(NamedTuple):
    """A month of one pledge; `over_maximum` is part of `missed`, `excluded` of neither."""

    met: int = 0
    missed: int = 0
    over_maximum: int = 0
    excluded: int = 0


@dataclass(frozen=True)
class RunSums:
    """A month's finished runs: the mean of their scores, and what failed in them."""

    finished: int = 0
    scored: int = 0
    mean_score: float | None = None
    failed_items: int = 0
    critical: int = 0
