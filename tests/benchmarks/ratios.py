"""Measuring beside a yardstick: interleaved, the median of several, kept as a ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]
TIMES = 5


@dataclass(frozen=True)
class Ratio:
    """One budget: what was measured against what, in seconds, and the most it may be."""

    name: str
    what: str
    measured: float
    yardstick: float
    budget: float

    @property
    def value(self) -> float:
        """Measured by yardstick."""
        return self.measured / self.yardstick if self.yardstick else float("inf")

    @property
    def line(self) -> str:
        """The ratio as a line of the table."""
        word = "kept" if self.value <= self.budget else "MISSED"
        return (
            f"{self.name:5} {self.what:58} {self.measured * 1000:10.2f} ms "
            f"{self.yardstick * 1000:10.2f} ms  {self.value:9.4f}× of {self.budget:8.4f}×  {word}"
        )


_measured_ratios: list[Ratio] = []
_remarks: list[str] = []


def table() -> list[str]:
    """Every ratio found so far, and what was remarked."""
    order = sorted(_measured_ratios, key=lambda ratio: int(ratio.name[1:]))
    return [ratio.line for ratio in order] + _remarks


def remark(text: str) -> None:
    """Say something beneath the table."""
    _remarks.append(text)


def compare(name: str, what: str, work: Work, yardstick: Work, *, budget: float) -> Ratio:
    """Measure both in turn, TIMES each, and keep the ratio of the medians."""
    work(), yardstick()  # warm
    pairs = [(seconds(work), seconds(yardstick)) for _ in range(TIMES)]
    measured, against = (statistics.median(column) for column in zip(*pairs, strict=True))
    return keep(name, what, measured, against, budget=budget)


def keep(name: str, what: str, measured: float, yardstick: float, *, budget: float) -> Ratio:
    """Keep a ratio measured elsewhere."""
    ratio = Ratio(name, what, measured, yardstick, budget)
    _measured_ratios.append(ratio)
    return ratio


def seconds(work: Work) -> float:
    """How long the work takes once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def p95(works: list[Work]) -> float:
    """The 95th percentile of the seconds each of several works takes."""
    taken = sorted(seconds(work) for work in works)
    return taken[min(len(taken) - 1, round(0.95 * len(taken)))]
