"""Pareto: which few causes make up most of the complaints."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from csq_desktop.domain.impossible import ImpossibleNumbers


@dataclass(frozen=True)
class ParetoBar:
    """One cause; `share` and `cumulative` are shares 0..1 of all that was counted."""

    label: str
    count: int
    share: float
    cumulative: float


@dataclass(frozen=True)
class Pareto:
    """The causes, most frequent first; none when nothing was counted."""

    total: int
    bars: tuple[ParetoBar, ...]

    def vital(self, share: float = 0.8) -> tuple[ParetoBar, ...]:
        """The fewest leading causes that together make up at least that share."""
        needed = sum(bar.cumulative < share - 1e-12 for bar in self.bars) + 1
        return self.bars[:needed]


def pareto(counts: Iterable[tuple[str, int]]) -> Pareto:
    """Sort causes by count; equal counts keep the order given, a count of 0 is left out.

    ValueError for a negative count.
    """
    pairs = list(counts)
    if any(count < 0 for _, count in pairs):
        raise ImpossibleNumbers("a count is negative")
    ordered = sorted((pair for pair in pairs if pair[1]), key=lambda pair: -pair[1])
    total = sum(count for _, count in ordered)
    sums = accumulate(count for _, count in ordered)
    return Pareto(
        total,
        tuple(
            ParetoBar(label, count, count / total, so_far / total)
            for (label, count), so_far in zip(ordered, sums, strict=True)
        ),
    )
