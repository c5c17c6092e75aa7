"""Charts over time of one unit share their axis on a page, so that heights can be compared."""

from dataclasses import replace
from datetime import date

from csq_desktop.domain.charts import (
    ChartSpec,
    ChartUnit,
    ControlPoint,
    ControlSpec,
    EventMark,
    Series,
    TrendSpec,
)
from csq_desktop.reports.charts.one_scale import on_one_scale
from csq_desktop.reports.paper.blocks import Block, Chart, PageBreak
from tests.pdf_text import pages
from tests.reports import samples
from tests.reports.pages import document

TICK = "60%"


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


def test_only_what_is_compared_by_its_place_shares_an_axis() -> None:
    lines = TrendSpec(labels=("M0",), series=(Series("All", (0.2,)),), unit=ChartUnit.SHARE)
    empty = shares()
    specs: tuple[ChartSpec, ...] = (LOW, HIGH, lines, empty, samples.pareto(), MONEY)
    first, *rest = (getattr(spec, "ends", None) for spec in on_one_scale(specs))
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
