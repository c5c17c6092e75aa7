"""Control charts: centre, limits and signals of p, u, c, XmR, MR, p′ and u′ charts.

An empty chart is allowed and says nothing: no centre, no points. A sample of size 0 is a gap: it
has a place but no value and no limits. A single value has a centre, but no limits on charts that
learn their spread from neighbours (XmR, MR, p′, u′). Excluded points are drawn with the limits but
enter neither the limits nor any rule: they are never reported as beyond. A frozen baseline counts
positions from the first point on, excluded ones included; the rules look at all points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from csq_desktop.analytics.spc.limits import ControlLimits, limits_of, outside
from csq_desktop.analytics.spc.runs import RunsTest, longest_run, runs_test
from csq_desktop.analytics.spc.samples import (
    ChartKind,
    Sample,
    check,
    counts_for_limits,
    moving_ranges,
    plotted,
)
from csq_desktop.analytics.spc.signals import Rule, Signal, listed
from csq_desktop.analytics.spc.zones import zone_findings
from csq_desktop.domain.words.wording import number_text
from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trn

OVERDISPERSED = 1.3
"""Above this σz plain limits cry wolf, and p′ or u′ is drawn instead."""


def exclusion_text(label: str, reason: str) -> str:
    """That a point is in no control limits, and the written reason."""
    return tr("{label} is excluded from the control limits: {reason}.",
              label=label, reason=reason.rstrip(".。"))  # fmt: skip


@dataclass(frozen=True)
class ChartPoint:
    """One point as drawn; `value` None is a gap, `lower` and `upper` None mean no limits.

    `count` and `size` are what the value was computed from; `centre` is its phase's.
    """

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    size: float | None
    beyond: bool
    excluded: str | None
    phase: int
    centre: float | None
    count: float | None


@dataclass(frozen=True)
class Phase:
    """One stretch of points with limits of its own."""

    number: int
    centre: float | None
    sigma_z: float | None
    runs: RunsTest


@dataclass(frozen=True)
class ControlChart:
    """A finished chart; `centre`, `sigma_z` and `runs` are those of its last phase.

    `sigma_z` is None on charts that do not use it; `frozen` is the length of a frozen baseline.
    """

    kind: ChartKind
    centre: float | None
    sigma_z: float | None
    points: tuple[ChartPoint, ...]
    signals: tuple[Signal, ...]
    runs: RunsTest
    phases: tuple[Phase, ...] = ()
    frozen: int | None = None

    @property
    def beyond(self) -> tuple[str, ...]:
        """Labels of the points outside their limits."""
        return tuple(point.label for point in self.points if point.beyond)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the limits, as sentences to print on the chart."""
        notes = []
        if self.frozen is not None:
            notes.append(
                trn(
                    "Control limits from the first {n} point.",
                    "Control limits from the first {n} points.",
                    self.frozen,
                )
            )
        if len(self.phases) > 1:
            notes.append(tr("{n} phases, each with its own limits.", n=len(self.phases)))
        notes += [
            exclusion_text(point.label, point.excluded)
            for point in self.points
            if point.excluded is not None
        ]
        if self.is_flat:
            notes.append(tr("The points do not vary, so there are no limits."))
        notes += self._notes_without_size()
        return (
            *notes,
            *(self._laney_note(phase.sigma_z) for phase in self.phases if phase.sigma_z),
        )

    @property
    def is_flat(self) -> bool:
        """Whether several points give no limits because all of their baseline are the same."""
        baseline = [
            point.value
            for point in self.points[: self.frozen]
            if point.excluded is None and point.value is not None
        ]
        return len(baseline) > 1 and all(point.upper is None for point in self.points)

    def _notes_without_size(self) -> list[str]:
        labels = [
            point.label
            for point in self.points
            if point.count and point.size == 0 and self.kind.needs_size
        ]
        if not labels:
            return []
        return [tr("Counted without a size, and not drawn: {labels}.", labels=listed(labels))]

    def _laney_note(self, sigma_z: float) -> str:
        return tr(
            "The points vary {times} times as much as normal variation; Laney limits allow for it.",
            times=number_text(sigma_z),
        )


def control_chart(
    kind: ChartKind,
    samples: Iterable[Sample],
    *,
    freeze: int | None = None,
    spare_last: int | None = None,
) -> ControlChart:
    """The chart of the samples in order; `freeze` takes limits from the first so many only.

    `spare_last` leaves the latest usable sample out of its phase's limits where at least so many
    come before it: it is judged by those before it, and an odd one makes none of them odd.
    UserError for a sample that cannot be charted, for a baseline of fewer than one point, and for
    a frozen baseline together with phases.
    """
    ordered = list(samples)
    check(kind, ordered)
    stretches = [list(group) for _, group in groupby(ordered, key=lambda sample: sample.phase)]
    _check_freeze(freeze, len(stretches))
    baselines = [freeze for _ in stretches]
    if spare_last is not None and freeze is None and stretches:
        baselines[-1] = _without_last(kind, stretches[-1], spare_last)
    built = [
        _stretch(kind, stretch, baseline)
        for stretch, baseline in zip(stretches, baselines, strict=True)
    ]
    last = built[-1].phase if built else Phase(1, None, None, runs_test((), None))
    return ControlChart(
        kind=kind,
        centre=last.centre,
        sigma_z=last.sigma_z,
        points=tuple(point for stretch in built for point in stretch.points),
        signals=tuple(signal for stretch in built for signal in stretch.signals),
        runs=last.runs,
        phases=tuple(stretch.phase for stretch in built),
        frozen=min(freeze, len(ordered)) if freeze and ordered else None,
    )


def fitting_chart(
    kind: ChartKind,
    samples: Iterable[Sample],
    *,
    freeze: int | None = None,
    spare_last: int | None = None,
) -> ControlChart:
    """A p or u chart, or p′ or u′ when σz exceeds 1.3 in any phase; other kinds as they are."""
    ordered = list(samples)
    laney = {ChartKind.P: ChartKind.PPRIME, ChartKind.U: ChartKind.UPRIME}.get(kind)
    if laney is not None:
        adjusted = control_chart(laney, ordered, freeze=freeze, spare_last=spare_last)
        if any((phase.sigma_z or 0) > OVERDISPERSED for phase in adjusted.phases):
            return adjusted
    return control_chart(kind, ordered, freeze=freeze, spare_last=spare_last)


@dataclass(frozen=True)
class _Stretch:
    phase: Phase
    points: tuple[ChartPoint, ...]
    signals: tuple[Signal, ...]


def _check_freeze(freeze: int | None, stretches: int) -> None:
    if freeze is None:
        return
    if freeze < 1:
        raise UserError(tr("A frozen baseline needs at least one point."))
    if stretches > 1:
        raise UserError(tr("Freeze a baseline or split the chart into phases, not both."))


def _without_last(kind: ChartKind, samples: Sequence[Sample], least: int) -> int | None:
    """How many samples of a phase give its limits: those before the latest usable, or all."""
    usable = [at for at, sample in enumerate(samples) if counts_for_limits(kind, sample)]
    return usable[-1] if len(usable) > least else None


def _stretch(kind: ChartKind, samples: Sequence[Sample], freeze: int | None) -> _Stretch:
    drawn = moving_ranges(samples) if kind is ChartKind.MR else samples
    limits = limits_of(kind, drawn[:freeze])
    points = tuple(_point(limits, sample) for sample in drawn)
    seen = [(point.label, point.value) for point in points if point.excluded is None]
    series = [(label, value) for label, value in seen if value is not None]
    runs = runs_test([value for _, value in series], limits.centre)
    phase = Phase(samples[0].phase, limits.centre, limits.sigma_z, runs)
    patterns = _patterns(kind, series, limits, runs)
    return _Stretch(phase, points, (*_beyond(points), *patterns))


def _point(limits: ControlLimits, sample: Sample) -> ChartPoint:
    value = plotted(limits.kind, sample)
    pair = limits.at(sample.size)
    lower, upper = pair or (None, None)
    return ChartPoint(
        label=sample.label,
        value=value,
        lower=lower,
        upper=upper,
        size=sample.size,
        beyond=sample.excluded is None and outside(value, pair) != 0,
        excluded=sample.excluded,
        phase=sample.phase,
        centre=limits.centre,
        count=sample.value if limits.kind.is_attribute else None,
    )


def _beyond(points: Iterable[ChartPoint]) -> list[Signal]:
    return [
        Signal(Rule.BEYOND_LIMITS, (point.label,), outside(point.value, (point.lower, point.upper)))
        for point in points
        if point.beyond and point.lower is not None and point.upper is not None
    ]


def _patterns(
    kind: ChartKind, series: Sequence[tuple[str, float]], limits: ControlLimits, runs: RunsTest
) -> list[Signal]:
    """Zone rules on XmR, runs on attribute charts, none on moving ranges."""
    labels = [label for label, _ in series]
    values = [value for _, value in series]
    if kind is ChartKind.XMR:
        return [
            Signal(
                Rule(finding.rule),
                tuple(labels[at] for at in finding.positions),
                finding.side,
                observed=len(finding.positions),
            )
            for finding in zone_findings(values, limits.centre, limits.sigma)
        ]
    if not kind.is_attribute:
        return []
    signals = []
    if runs.is_long:
        where, side = longest_run(values, limits.centre)
        run = tuple(labels[where.start : where.stop])
        signals.append(Signal(Rule.LONG_RUN, run, side, runs.longest, runs.longest_max))
    if runs.is_sticky:
        few = Signal(Rule.FEW_CROSSINGS, tuple(labels), 0, runs.crossings, runs.crossings_min)
        signals.append(few)
    return signals
