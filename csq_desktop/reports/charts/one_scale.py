"""One scale for the charts of one unit that stand beside each other: they can be compared.

Charts over time are compared by place, so they share the ends of their axis. Bars and columns are
compared by length from zero, so one of their unit is as long in each of them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    BarsSpec,
    ChartSpec,
    ChartUnit,
    ControlSpec,
    ParetoSpec,
    TimeSpec,
    TrendSpec,
)
from csq_desktop.reports.charts.kinds import ageing, balance, control_chart, pareto, trend
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.scale import Scale
from csq_desktop.reports.charts.sheet import Sheet
from csq_desktop.reports.typography.look import Look

Spec = TypeVar("Spec", bound=ChartSpec)
Size = tuple[float, float]
_OWN_SCALES: dict[type[BarsSpec], Callable[[Sheet, Any, Box], Scale]] = {
    ParetoSpec: pareto.own_scale,
    AgeingSpec: ageing.own_scale,
    BalanceSpec: balance.own_scale,
}


def on_one_scale(charts: Sequence[tuple[Spec, Size]], look: Look) -> tuple[Spec, ...]:
    """The charts of some sizes in points, those of one unit on one scale.

    One that is alone of its unit has its own scale again.
    """
    ends: dict[ChartUnit, list[tuple[float, float]]] = defaultdict(list)
    lengths: dict[ChartUnit, list[float]] = defaultdict(list)
    for spec, size in charts:
        if (own := _range(spec)) is not None:
            ends[own[0]].append(own[1])
        if isinstance(spec, BarsSpec) and not spec.is_empty:
            sheet = Sheet(size, look)
            own_scale = _OWN_SCALES[type(spec)](sheet, spec, sheet.box)
            lengths[spec.unit].append(own_scale.per_unit)
    return tuple(_scaled(spec, ends, lengths) for spec, _ in charts)


def _scaled(
    spec: Spec,
    ends: Mapping[ChartUnit, Sequence[tuple[float, float]]],
    lengths: Mapping[ChartUnit, Sequence[float]],
) -> Spec:
    if isinstance(spec, BarsSpec) and not spec.is_empty:
        shared = lengths[spec.unit]
        return replace(spec, per_unit=min(shared) if len(shared) > 1 else None)
    own = _range(spec)
    if own is None or not isinstance(spec, TimeSpec):
        return spec
    lows, highs = zip(*ends[own[0]], strict=True)
    return replace(spec, ends=(min(lows), max(highs)) if len(lows) > 1 else None)


def _range(spec: ChartSpec) -> tuple[ChartUnit, tuple[float, float]] | None:
    """The unit of a chart over time with the ends it would have alone; None for any other."""
    if spec.is_empty:
        return None
    if isinstance(spec, ControlSpec):
        return spec.unit, control_chart.value_range(spec)
    if isinstance(spec, TrendSpec):
        return spec.unit, trend.value_range(spec)
    return None
