"""Judging a measure: its months on a control chart, and the verdict that follows from both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from csq_desktop.analytics.indicators.signs import signs
from csq_desktop.analytics.spc.control import ChartPoint, ControlChart, control_chart, fitting_chart
from csq_desktop.analytics.spc.limits import outside
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from csq_desktop.analytics.spc.signals import Rule
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.verdicts import (
    FEWEST_POINTS,
    ChartSignal,
    MonthResult,
    SignalKind,
    Verdict,
)
from csq_desktop.domain.words.wording import in_brackets, month_text

RATES_TO_COME = 2
"""Months: the one that runs, and the one before, whose sales may not have been entered yet."""
_KINDS = {Rule.BEYOND_LIMITS: SignalKind.BEYOND, Rule.FEW_CROSSINGS: SignalKind.CROSSINGS}


@dataclass(frozen=True)
class Judgement:
    """A verdict and the control chart it was read from; each of its months is one point."""

    verdict: Verdict
    chart: ControlChart

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the chart's points."""
        return tuple(result.month for result in self.verdict.results)

    @property
    def stretches(self) -> dict[int, str]:
        """What each stretch of the chart is called, by its number.

        A standard may read as the one before in the language spoken: then the number is added, for
        a chart tells its stretches apart by their names.
        """
        results = self.verdict.results
        names = dict(zip(phases(results), (result.standard for result in results), strict=True))
        return {
            number: in_brackets(name, number) if names.get(number - 1) == name else name
            for number, name in names.items()
        }

    def with_reasons(self, clean: Callable[[str], str]) -> "Judgement":
        """The same judgement with each reason for leaving a month out rewritten."""
        points = tuple(
            replace(point, excluded=clean(point.excluded)) if point.excluded else point
            for point in self.chart.points
        )
        return replace(self, chart=replace(self.chart, points=points))


def judge_share(measure: str, results: Sequence[MonthResult]) -> Judgement:
    """A share judged on its p chart, or p′ where plain limits would cry wolf.

    Months with fewer than the minimum n are gaps; months left out enter no limits.
    """
    measured = since_first(results)
    samples = [
        Sample(
            month_text(result.month),
            *_counts(result.figure if result.value is not None else None),
            excluded=result.left_out,
            phase=phase,
        )
        for result, phase in zip(measured, phases(measured), strict=True)
    ]
    return _judged(measure, measured, fitting_chart(ChartKind.P, samples, spare_last=FEWEST_POINTS))


def judge_counts(
    measure: str, results: Sequence[MonthResult], rates: Sequence[Figure | None]
) -> Judgement:
    """A count judged as a rate on a u or u′ chart where the months' rates are known, else on c.

    Months at the end whose rates are still to come are gaps: the chart would else turn into
    another one, with other signals in months long past, whenever a month begins. Months left out,
    such as one that is not over, enter no limits.
    """
    measured = since_first(results)
    # Both lists end with the same month; `measured` may begin later.
    own_rates = rates[len(rates) - len(measured) :]
    counted_rates = [rate for rate in own_rates if rate is not None]
    names = [month_text(result.month) for result in measured]
    missing = len(measured) - len(counted_rates)
    if counted_rates and missing <= RATES_TO_COME and None not in own_rates[: len(counted_rates)]:
        samples = [
            Sample(name, *_counts(rate), excluded=result.left_out)
            for name, rate, result in zip(names, own_rates, measured, strict=True)
        ]
        return _judged(
            measure, measured, fitting_chart(ChartKind.U, samples, spare_last=FEWEST_POINTS)
        )
    samples = [
        Sample(name, result.value or 0, excluded=result.left_out)
        for name, result in zip(names, measured, strict=True)
    ]
    return _judged(measure, measured, fitting_chart(ChartKind.C, samples, spare_last=FEWEST_POINTS))


def judge_means(measure: str, results: Sequence[MonthResult]) -> Judgement:
    """A mean of scores 0..1 judged on an XmR chart: its months have no size that limits follow."""
    measured = since_first(results)
    samples = [Sample(month_text(result.month), result.value) for result in measured]
    chart = control_chart(ChartKind.XMR, samples, spare_last=FEWEST_POINTS)
    return _judged(measure, measured, replace(chart, points=tuple(map(_possible, chart.points))))


def _possible(point: ChartPoint) -> ChartPoint:
    """The point with limits that a score can reach."""
    if point.lower is None or point.upper is None:
        return point
    return replace(point, lower=max(0.0, point.lower), upper=min(1.0, point.upper))


def since_first(results: Sequence[MonthResult]) -> tuple[MonthResult, ...]:
    """The months from the first that counted anything; the last one alone where none did."""
    counted = (
        at for at, result in enumerate(results) if result.figure is not None and result.figure.n
    )
    return tuple(results[next(counted, len(results) - 1) :])


def phases(results: Sequence[MonthResult]) -> list[int]:
    """The number of each month's stretch, from 1."""
    changes = [before.stretch != after.stretch for before, after in pairwise(results)]
    return [1 + sum(changes[:at]) for at in range(len(results))]


def _counts(figure: Figure | None) -> tuple[int, int]:
    # A sample of size 0 is drawn as a gap.
    return (figure.numerator or 0, figure.denominator or 0) if figure else (0, 0)


def _judged(measure: str, results: Sequence[MonthResult], chart: ControlChart) -> Judgement:
    placed = tuple(
        replace(
            result,
            centre=point.centre,
            lower=point.lower,
            upper=point.upper,
            side=_side(chart, at),
        )
        for at, (result, point) in enumerate(zip(results, chart.points, strict=True))
    )
    verdict = Verdict(measure=measure, results=placed)
    if verdict.has_history:
        verdict = replace(verdict, signal=_main_signal(chart, [result.month for result in results]))
    return Judgement(replace(verdict, signs=signs(verdict, chart)), chart)


def _side(chart: ControlChart, at: int) -> int:
    point = chart.points[at]
    if not point.beyond or point.lower is None or point.upper is None:
        return 0
    return outside(point.value, (point.lower, point.upper))


def _main_signal(chart: ControlChart, months: Sequence[Month]) -> ChartSignal | None:
    """The latest signal; of two that end together a month beyond its limits comes first."""
    place = {point.label: month for point, month in zip(chart.points, months, strict=True)}
    signals = [
        ChartSignal(
            _KINDS.get(signal.rule, SignalKind.RUN),
            signal.side,
            place[signal.labels[0]],
            place[signal.labels[-1]],
        )
        for signal in chart.signals
    ]
    # Few crossings are a signal of the whole chart, so it would be the latest every time.
    ranked = [signal for signal in signals if signal.kind is not SignalKind.CROSSINGS] or signals
    return max(ranked, key=lambda signal: (signal.last, signal.is_beyond), default=None)
