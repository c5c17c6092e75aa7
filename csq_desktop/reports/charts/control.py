"""From a finished control chart of analytics to what is drawn: axis, marks, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csq_desktop.analytics.spc.control import ChartPoint, ControlChart
from csq_desktop.analytics.spc.samples import ChartKind
from csq_desktop.analytics.spc.signals import Rule
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better
from csq_desktop.domain.paper.charts import ChartUnit, ControlPoint, ControlSpec, Target
from csq_desktop.domain.words.wording import short_month_text
from csq_desktop.texts import tr

# Rules that name the very points that are odd; the others are about a whole stretch.
_POINTED = (Rule.BEYOND_LIMITS, Rule.TWO_OF_THREE, Rule.FOUR_OF_FIVE)


@dataclass(frozen=True, kw_only=True)
class ControlWords:
    """What a control chart cannot know by itself.

    `months` label the points (one each) where they are months; `remarks` are words beside points
    and `phases` names of stretches, by the chart's own labels and numbers; `times` multiplies
    every value (1000 for a rate per thousand); `better` is the side on which a signal is no alarm.
    """

    title: str
    subject: str = ""
    target: Target | None = None
    unit: ChartUnit | None = None
    months: Sequence[Month] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    times: float = 1.0
    better: Better = Better.NEITHER


def control_spec(chart: ControlChart, words: ControlWords) -> ControlSpec:
    """The chart as a spec: signals and what was done to the limits become its notes."""
    odd = {label for signal in chart.signals if signal.rule in _POINTED for label in signal.labels}
    return ControlSpec(
        title=words.title,
        subject=words.subject,
        subtitle=_subtitle(chart.kind),
        notes=(*_sentences(chart), *words.notes),
        points=tuple(
            _point(point, words, (_axis(words, i, point), point.beyond or point.label in odd))
            for i, point in enumerate(chart.points)
        ),
        unit=words.unit or _unit(chart.kind),
        target=words.target,
        spans=tuple((month.first_day, month.last_day) for month in words.months),
    )


def _subtitle(kind: ChartKind) -> str:
    """What the chart is; limits vary with the sizes of the months, where it has any."""
    if not kind.needs_size:
        return kind.label
    return tr("{chart}, limits vary by month", chart=kind.label)


def _sentences(chart: ControlChart) -> list[str]:
    sentences = [tr("{sentence}.", sentence=signal.text) for signal in chart.signals]
    return [*sentences, *chart.notes]


def _unit(kind: ChartKind) -> ChartUnit:
    if kind.is_proportion:
        return ChartUnit.SHARE
    return ChartUnit.COUNT if kind is ChartKind.C else ChartUnit.NUMBER


def _axis(words: ControlWords, index: int, point: ChartPoint) -> tuple[str, str]:
    if not words.months:
        return point.label, ""
    month = words.months[index]
    return short_month_text(month), str(month.year)


def _point(
    point: ChartPoint, words: ControlWords, shown: tuple[tuple[str, str], bool]
) -> ControlPoint:
    (label, group), signal = shown
    excluded = point.excluded is not None
    return ControlPoint(
        label=label,
        group=group,
        value=_scaled(point.value, words.times),
        centre=_scaled(point.centre, words.times),
        lower=_scaled(point.lower, words.times),
        upper=_scaled(point.upper, words.times),
        phase=words.phases.get(point.phase, "" if point.phase == 1 else str(point.phase)),
        signal=signal and not excluded,
        is_good=_is_good(point, words.better),
        excluded=excluded,
        remark=words.remarks.get(point.label, point.excluded or ""),
    )


def _is_good(point: ChartPoint, better: Better) -> bool:
    """Whether a point lies on the better side of its centre line."""
    if point.value is None or point.centre is None or better is Better.NEITHER:
        return False
    return (point.value > point.centre) == (better is Better.HIGHER)


def _scaled(value: float | None, times: float) -> float | None:
    return None if value is None else value * times
