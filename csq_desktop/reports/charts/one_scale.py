"""One scale for the charts of one unit that stand beside each other: heights can be compared."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from csq_desktop.domain.charts import ChartSpec, ChartUnit, ControlSpec, TimeSpec, TrendSpec
from csq_desktop.reports.charts.kinds import control_chart, trend

Spec = TypeVar("Spec", bound=ChartSpec)


def on_one_scale(specs: Sequence[Spec]) -> tuple[Spec, ...]:
    """The charts, those over time with the ends that all of their unit have room between.

    One that is alone of its unit has its own ends again.

    Bars and columns keep zero as their foot: they are compared by length, not by place.
    """
    ranges: dict[ChartUnit, list[tuple[float, float]]] = defaultdict(list)
    for spec in specs:
        if (own := _range(spec)) is not None:
            ranges[own[0]].append(own[1])
    return tuple(_scaled(spec, ranges) for spec in specs)


def _scaled(spec: Spec, ranges: dict[ChartUnit, list[tuple[float, float]]]) -> Spec:
    own = _range(spec)
    if own is None or not isinstance(spec, TimeSpec):
        return spec
    lows, highs = zip(*ranges[own[0]], strict=True)
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
