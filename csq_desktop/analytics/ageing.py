"""Ageing: how many cases lie in which band of days, open ones by age, closed ones by time taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.domain.words.wording import days_text
from csq_desktop.texts import tr, trn


@dataclass(frozen=True)
class Band:
    """Whole days from `low` to `high`, both included; no `high` for the last band."""

    low: int
    high: int | None
    count: int = 0

    def has(self, days: int) -> bool:
        """Whether a case of so many days lies in the band."""
        return self.low <= days and (self.high is None or days <= self.high)

    @property
    def label(self) -> str:
        """The band in words, such as "4–10 days"."""
        if self.high is None:
            return trn("over {n} day", "over {n} days", self.low - 1)
        if self.low == 0:
            return trn("up to {n} day", "up to {n} days", self.high)
        if self.low == self.high:
            return days_text(self.low)
        return tr("{low}–{high} days", low=self.low, high=self.high)


@dataclass(frozen=True)
class Ageing:
    """Cases by band; `oldest` in days, None when there is no case."""

    bands: tuple[Band, ...]
    total: int
    oldest: int | None


def ageing(days: Iterable[int], limits: Sequence[int]) -> Ageing:
    """Count whole days into bands up to each limit, and one beyond the last.

    Limits (3, 10) give 0–3, 4–10 and over 10 days. ValueError for a negative age, for limits
    that do not rise, or for none.
    """
    if not limits or limits[0] < 0 or any(high <= low for low, high in pairwise(limits)):
        raise ValueError(f"limits {limits} do not rise from 0")
    ages = list(days)
    if any(age < 0 for age in ages):
        raise ImpossibleNumbers("an age is negative")
    lows = [0, *(limit + 1 for limit in limits)]
    highs = [*limits, None]
    bands = tuple(
        Band(low, high, sum(low <= age and (high is None or age <= high) for age in ages))
        for low, high in zip(lows, highs, strict=True)
    )
    return Ageing(bands, len(ages), max(ages, default=None))
