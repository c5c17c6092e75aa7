"""From a spec to a figure: the finding on top, the chart, the notes beneath."""

from collections.abc import Callable
from typing import Any

from csq_desktop.domain.paper import charts as specs
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.charts.kinds import (
    ageing,
    balance,
    control_chart,
    fishbone,
    funnel,
    pareto,
    sections,
    signs,
    spark,
    targets,
    trend,
)
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import ChartFigure, Ink, Sheet, leading
from csq_desktop.reports.typography import typeset
from csq_desktop.reports.typography.look import Look
from csq_desktop.texts import trc

_KINDS: dict[type, Callable[[Sheet, Any, Box], None]] = {
    specs.ControlSpec: control_chart.draw,
    specs.ParetoSpec: pareto.draw,
    specs.FishboneSpec: fishbone.draw,
    specs.AgeingSpec: ageing.draw,
    specs.BalanceSpec: balance.draw,
    specs.TrendSpec: trend.draw,
    specs.TargetsSpec: targets.draw,
    specs.SectionsSpec: sections.draw,
    specs.FunnelSpec: funnel.draw,
    specs.SparkSpec: spark.draw,
    specs.SignSpec: signs.draw,
}


def draw(
    spec: specs.ChartSpec, look: Look, size: tuple[float, float], *, worded: bool = True
) -> ChartFigure:
    """The spec as a figure of a size in points (logical pixels on screen)."""
    sheet = Sheet(size, look)
    area = _worded(sheet, spec) if worded else sheet.box
    if spec.is_empty:
        _say_nothing_yet(sheet, spec, area)
    else:
        _KINDS[type(spec)](sheet, spec, area)
    return sheet.figure


def _say_nothing_yet(sheet: Sheet, spec: specs.ChartSpec, area: Box) -> None:
    middle = ((area.left + area.right) / 2, (area.bottom + area.top) / 2)
    ink = Ink(sheet.look.text, sheet.look.soft)
    words = doubled(spec, lambda: trc("chart", "Nothing to show yet"))
    sheet.beside(middle, words, ink, "middle")


def _worded(sheet: Sheet, spec: specs.ChartSpec) -> Box:
    """Write title, subject, subtitle and notes; the area between them is left."""
    look, area = sheet.look, sheet.box
    for text, ink in (
        (typeset.TextSpan(spec.title, bold=True), Ink(look.title, look.ink, bold=True)),
        (typeset.TextSpan(spec.subject), Ink(look.text, look.soft)),
        (typeset.TextSpan(spec.subtitle), Ink(look.text, look.soft)),
    ):
        if text.text:
            lines = typeset.lines(text, ink.size, area.width)
            sheet.lines(area, lines, ink, "left")
            area = area.cut(top=len(lines) * leading(ink.size) + ink.size * 0.2)
    if spec.title or spec.subject or spec.subtitle:
        area = area.cut(top=look.text * 0.5)
    return _noted(sheet, spec, area)


def _noted(sheet: Sheet, spec: specs.ChartSpec, area: Box) -> Box:
    look = sheet.look
    if not spec.notes:
        return area
    lines = typeset.lines(paragraph(spec.notes), look.text, area.width)
    high = len(lines) * leading(look.text)
    foot = Box(area.left, area.bottom, area.right, area.bottom + high)
    sheet.lines(foot, lines, Ink(look.text, look.soft), "left")
    return area.cut(bottom=high + look.text * 0.5)
