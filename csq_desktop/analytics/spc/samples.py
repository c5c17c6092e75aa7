"""What goes into a control chart: kinds of chart, samples, and what makes a sample unusable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

_SMALLEST, _LARGEST = 1e-12, 1e15  # beyond these the sums could overflow


class ChartKind(StrEnum):
    """The control charts the product draws."""

    P = "p"
    U = "u"
    C = "c"
    XMR = "xmr"
    MR = "mr"
    PPRIME = "pprime"
    UPRIME = "uprime"

    @property
    def label(self) -> str:
        """The chart's name in the user's language."""
        return trc("control chart", _NAMES[self])

    @property
    def is_proportion(self) -> bool:
        """Whether values are shares 0..1 of a size."""
        return self in (ChartKind.P, ChartKind.PPRIME)

    @property
    def needs_size(self) -> bool:
        """Whether each count is divided by a size."""
        return self.is_proportion or self in (ChartKind.U, ChartKind.UPRIME)

    @property
    def is_attribute(self) -> bool:
        """Whether it draws counts; the others draw single measured values."""
        return self not in (ChartKind.XMR, ChartKind.MR)

    @property
    def is_laney(self) -> bool:
        """Whether limits follow the spread between samples as well as within them."""
        return self in (ChartKind.PPRIME, ChartKind.UPRIME)


_NAMES = {
    ChartKind.P: mark("p chart (share)"),
    ChartKind.U: mark("u chart (rate)"),
    ChartKind.C: mark("c chart (count)"),
    ChartKind.XMR: mark("XmR chart (single values)"),
    ChartKind.MR: mark("Moving range chart"),
    ChartKind.PPRIME: mark("p′ chart (share, Laney)"),
    ChartKind.UPRIME: mark("u′ chart (rate, Laney)"),
}


@dataclass(frozen=True)
class Sample:
    """One point to chart: `value` is the count (p, u, c) or the measurement (XmR), None if missing.

    `size` is what the count is out of (p) or per (u), 0 when nothing happened. `excluded` is the
    written reason the point is left out of the limits. A new `phase` starts new limits.
    """

    label: str
    value: float | None
    size: float | None = None
    excluded: str | None = None
    phase: int = 1


def plotted(kind: ChartKind, sample: Sample) -> float | None:
    """The value drawn: count over size, or the value itself; None where there is none."""
    if sample.value is None or not kind.needs_size:
        return sample.value
    return sample.value / sample.size if sample.size else None


def counts_for_limits(kind: ChartKind, sample: Sample) -> bool:
    """Whether the sample may enter centre, limits and rules."""
    return sample.excluded is None and plotted(kind, sample) is not None


def moving_ranges(samples: Sequence[Sample]) -> list[Sample]:
    """Each usable sample's distance from the usable one before it; none for the first.

    An excluded or missing sample has no range, the next one's range bridges it.
    """
    ranges: list[Sample] = []
    previous: float | None = None
    for sample in samples:
        value = sample.value if sample.excluded is None else None
        distance = None if value is None or previous is None else abs(value - previous)
        ranges.append(replace(sample, value=distance))
        previous = previous if value is None else value
    return ranges


def check(kind: ChartKind, samples: Sequence[Sample]) -> None:
    """UserError with one sentence about the first sample that cannot be charted."""
    for sample in samples:
        for number in (sample.value, sample.size):
            if number and not _SMALLEST <= abs(number) <= _LARGEST:
                raise UserError(tr("{label} is not a number a chart can show.", label=sample.label))
        if kind.is_attribute:
            _check_count(kind, sample)


def _check_count(kind: ChartKind, sample: Sample) -> None:
    value, size = sample.value or 0, sample.size if kind.needs_size else 1
    if size is None:
        raise UserError(tr("{label} has no size; this chart needs one.", label=sample.label))
    if value < 0 or size < 0:
        raise UserError(tr("{label} has a negative count or size.", label=sample.label))
    if kind.is_proportion and value > size:
        raise UserError(tr("{label} has a count larger than its size.", label=sample.label))
