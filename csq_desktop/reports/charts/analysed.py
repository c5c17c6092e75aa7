"""From the other sums of analytics to what is drawn: Pareto, ageing, balance, funnel."""

from csq_desktop.analytics.ageing import Ageing
from csq_desktop.analytics.balance import unexplained
from csq_desktop.analytics.funnel import Funnel
from csq_desktop.analytics.pareto import Pareto
from csq_desktop.domain.charts import (
    AgeingSpec,
    BalanceSpec,
    Bar,
    FunnelPoint,
    FunnelSpec,
    ParetoSpec,
    Unit,
)
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import trc


def pareto_spec(found: Pareto, title: str) -> ParetoSpec:
    """The causes as bars."""
    return ParetoSpec(title=title, bars=tuple(Bar(bar.label, bar.count) for bar in found.bars))


def ageing_spec(found: Ageing, title: str, *, warn_from: int, late_from: int) -> AgeingSpec:
    """The bands as columns; bands that begin at so many days are nearly late, or late."""
    bars = []
    for band in found.bands:
        tone, note = Tone.ACCENT, ""
        if band.count and band.low >= late_from:
            tone, note = Tone.BAD, trc("chart", "late")
        elif band.count and band.low >= warn_from:
            tone, note = Tone.WARN, trc("chart", "nearly late")
        bars.append(Bar(band.label, band.count, tone, note))
    return AgeingSpec(title=title, bars=tuple(bars))


def balance_spec(found: Balance, title: str) -> BalanceSpec:
    """Start, received, reopened, closed, end; what the sum does not explain is shown as such."""
    changes = [
        Bar(trc("chart", "received"), found.received, Tone.PLAIN),
        Bar(trc("chart", "reopened"), found.reopened, Tone.WARN),
        Bar(trc("chart", "closed"), -found.closed, Tone.GOOD),
    ]
    if unexplained(found):
        changes.append(Bar(trc("chart", "not explained"), unexplained(found), Tone.BAD))
    return BalanceSpec(
        title=title,
        start=Bar(trc("chart", "open at the start"), found.start, Tone.SOFT),
        changes=tuple(changes),
        end=Bar(trc("chart", "open at the end"), found.end),
    )


def funnel_spec(found: Funnel, title: str, *, unit: Unit, size_label: str, own: str) -> FunnelSpec:
    """The units that may be shown, the shop's own one named; limits at every unit's size."""
    shown = [point for point in found.points if point.value is not None and point.limits]
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
        centre=found.centre or 0.0,
        limits=tuple((size, *limits[size]) for size in sorted(limits)),
        unit=unit,
        size_label=size_label,
    )
