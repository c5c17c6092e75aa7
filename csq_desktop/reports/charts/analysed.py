"""From the other sums of analytics to what is drawn: Pareto, ageing, balance, funnel."""

from collections.abc import Sequence
from datetime import date

from csq_desktop.analytics.ageing import Ageing
from csq_desktop.analytics.balance import unexplained
from csq_desktop.analytics.funnel import Funnel
from csq_desktop.analytics.pareto import Pareto
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    Bar,
    ChartUnit,
    FunnelPoint,
    FunnelSpec,
    ParetoSpec,
)
from csq_desktop.domain.tones import SHAPES, Meaning, Tone
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.texts import tr, trc


def pareto_spec(pareto: Pareto, title: str) -> ParetoSpec:
    """The causes as bars."""
    return ParetoSpec(title=title, bars=tuple(Bar(bar.label, bar.count) for bar in pareto.bars))


def ageing_spec(
    ageing: Ageing, title: str, standings: Sequence[tuple[int, Standing]]
) -> AgeingSpec:
    """The bands as columns; whether a case is late follows from its own deadline, not its age.

    `standings` has the age in days and the standing of each case.
    """
    bars = []
    for band in ageing.bands:
        there = [standing for age, standing in standings if band.has(age)]
        late, soon = there.count(Standing.LATE), there.count(Standing.DUE_SOON)
        meaning = Meaning.BAD if late else Meaning.WARN if soon else Meaning.ACTUAL
        amounts = (
            (late, Meaning.BAD),
            (soon, Meaning.WARN),
            (band.count - late - soon, Meaning.ACTUAL),
        )
        parts = tuple(part for part in amounts if part[0])
        bars.append(Bar(band.label, band.count, meaning, _lateness(late, soon), parts))
    return AgeingSpec(title=title, bars=tuple(bars))


def _lateness(late: int, soon: int) -> str:
    """How many are late and nearly late, each with the shape of its verdict, as in a column."""
    notes = [f"{SHAPES[Tone.WARN]} {trc('chart', '{n} nearly late', n=soon)}"] if soon else []
    notes += [f"{SHAPES[Tone.BAD]} {trc('chart', '{n} late', n=late)}"] if late else []
    return tr(", ").join(notes)


def balance_spec(balance: Balance, title: str, up_to: date | None) -> BalanceSpec:
    """Start, received, reopened, closed, end; what the sum does not explain is shown as such.

    The end of a month that still runs is the day it reaches to.
    """
    end = trc("chart", "open at the end")
    if up_to is not None:
        end = trc("chart", "open on {day}", day=short_date_text(up_to))
    changes = [
        Bar(trc("chart", "received"), balance.received),
        Bar(trc("chart", "reopened"), balance.reopened),
        Bar(trc("chart", "closed"), -balance.closed),
    ]
    if unexplained(balance):
        changes.append(Bar(trc("chart", "not explained"), unexplained(balance), Meaning.BAD))
    return BalanceSpec(
        title=title,
        start=Bar(trc("chart", "open at the start"), balance.start, Meaning.PREVIOUS),
        changes=tuple(changes),
        end=Bar(end, balance.end),
    )


def funnel_spec(
    funnel: Funnel, title: str, *, unit: ChartUnit, size_label: str, own: str
) -> FunnelSpec:
    """The units that may be shown, the shop's own one named; limits at every unit's size."""
    shown = [point for point in funnel.points if point.value is not None and point.limits]
    limits = {point.size: point.limits for point in shown if point.limits}
    return FunnelSpec(
        title=title,
        points=tuple(
            FunnelPoint(
                label=point.label,
                size=point.size,
                value=point.value or 0.0,
                signal=point.beyond,
                own=point.label == own,
            )
            for point in shown
        ),
        centre=funnel.centre or 0.0,
        limits=tuple((size, *limits[size]) for size in sorted(limits)),
        unit=unit,
        size_label=size_label,
    )
