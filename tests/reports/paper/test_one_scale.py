"""Charts over time of one unit share their axis on a page, so that heights can be compared."""

from dataclasses import replace
from datetime import date

import pytest
from matplotlib.patches import PathPatch

from csq_desktop.domain.paper.charts import (
    BarsSpec,
    ChartSpec,
    ChartUnit,
    ControlPoint,
    ControlSpec,
    EventMark,
    ParetoSpec,
    Series,
    TrendSpec,
)
from csq_desktop.reports.charts import draw
from csq_desktop.reports.charts.one_scale import on_one_scale
from csq_desktop.reports.paper.blocks import Block, Chart, PageBreak
from csq_desktop.reports.typography.look import PRINT
from tests.pdf_text import pages
from tests.reports import samples
from tests.reports.pages import document

TICK = "60%"
SIZE = (487.0, 160.0)


def shares(*values: float) -> ControlSpec:
    points = (ControlPoint(label=f"M{at}", value=value) for at, value in enumerate(values))
    return ControlSpec(title="Shares", points=tuple(points))


LOW, HIGH = shares(0.55, 0.60, 0.65), shares(0.95, 0.97, 0.99)
MONEY = replace(HIGH, unit=ChartUnit.MONEY)


def ticks(*blocks: Block) -> list[int]:
    """How often each page writes the tick that the lower chart alone has."""
    return [text.split().count(TICK) for text in pages(document(*blocks).pdf())]


def test_charts_of_one_unit_on_a_page_have_one_axis() -> None:
    low, high = Chart(LOW, 120.0), Chart(HIGH, 120.0)
    assert ticks(high) == [0]
    assert ticks(low, high) == [2]
    assert ticks(low, PageBreak(), high) == [1, 0]  # another page has a scale of its own
    tall = (Chart(LOW, 500.0), Chart(HIGH, 500.0))
    assert ticks(*tall) == [1, 0]  # no break, and yet two pages
    assert ticks(low, PageBreak(spare=True), high) == [2]  # a break for which there was room
    assert ticks(low, Chart(MONEY, 120.0)) == [1]
    assert ticks(low, high, PageBreak(), Chart(HIGH, 120.0)) == [2, 0]


def longest(spec: BarsSpec, size: tuple[float, float], side: str) -> float:
    """How long the longest bar of a chart is drawn, in points."""
    parts = draw(spec, PRINT, size, worded=False).get_children()
    corners = 5  # of a bar; marks have more
    bars = [part for part in parts if isinstance(part, PathPatch)]
    boxes = [bar.get_path().get_extents() for bar in bars if len(bar.get_path()) == corners]
    return max(float(getattr(box, side)) for box in boxes)


def test_bars_of_one_unit_on_a_page_have_one_length_for_one_of_it() -> None:
    small, large = (487.0, 128.0), (487.0, 240.0)
    ageing, pareto = samples.ageing(), samples.pareto()
    money = replace(samples.balance(), unit=ChartUnit.MONEY)
    charts: list[tuple[BarsSpec, tuple[float, float]]] = [
        (ageing, small), (pareto, large), (money, large), (ParetoSpec(bars=()), large)
    ]  # fmt: skip
    columns, bars, alone, empty = on_one_scale(charts, PRINT)
    assert columns.per_unit == bars.per_unit is not None
    assert (alone.per_unit, empty.per_unit) == (None, None)
    assert longest(columns, small, "height") / 9 == pytest.approx(bars.per_unit)
    assert longest(bars, large, "width") / 94 == pytest.approx(bars.per_unit)
    assert longest(ageing, small, "height") > longest(columns, small, "height")
    assert on_one_scale([(columns, small)], PRINT)[0].per_unit is None


def test_only_what_is_compared_by_its_place_shares_an_axis() -> None:
    lines = TrendSpec(labels=("M0",), series=(Series("All", (0.2,)),), unit=ChartUnit.SHARE)
    empty = shares()
    specs: tuple[ChartSpec, ...] = (LOW, HIGH, lines, empty, samples.pareto(), MONEY)
    scaled = on_one_scale([(spec, SIZE) for spec in specs], PRINT)
    first, *rest = (getattr(spec, "ends", None) for spec in scaled)
    assert first is not None
    assert first[0] <= 0.2 < 0.99 <= first[1]
    assert rest == [first, first, None, None, None]


def test_events_are_explained_on_every_page_that_numbers_them() -> None:
    day = date(2026, 10, 4)
    spec = replace(HIGH, spans=((day, day),) * 3, events=(EventMark(1, day, day, "Second till"),))
    for height, explained in ((120.0, [1]), (500.0, [1, 1])):
        charts = (Chart(spec, height, explained=False), Chart(spec, height))
        printed = pages(document(*charts).pdf())
        assert [text.count("Events: 1 Second till.") for text in printed] == explained
