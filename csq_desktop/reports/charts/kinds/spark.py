"""Sparkline: a line the size of a word, its last value dotted, chance and target behind it."""

from csq_desktop.domain.paper.charts import ChartUnit, SparkSpec
from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.kinds.frame import signal
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import DASHED, Sheet


def draw(sheet: Sheet, spec: SparkSpec, area: Box) -> None:
    """Draw the line into an area of the sheet."""
    look = sheet.look
    box = area.grown(-look.dot * 0.6)
    measured = [(i, value) for i, value in enumerate(spec.values) if value is not None]
    if not measured:
        return
    ends = [value for value in (spec.low, spec.high, spec.target) if value is not None]
    low, high = scale.around([*(value for _, value in measured), *ends], ChartUnit.NUMBER)
    upward = scale.Scale(low, high, box.bottom, box.top)
    step = box.width / max(1, len(spec.values) - 1)
    if spec.low is not None and spec.high is not None:
        band = Box(area.left, upward.at(spec.low), area.right, upward.at(spec.high))
        sheet.bar(band, Meaning.NORMAL)
        for y in (band.bottom, band.top):  # on the ground of a highlighted row it has no other edge
            sheet.line([(band.left, y), (band.right, y)], look.band_edge, look.stroke * 0.4)
    if spec.target is not None:
        level = upward.at(spec.target)
        rule = [(area.left, level), (area.right, level)]
        sheet.line(rule, look.fills[Meaning.TARGET], look.stroke * 0.5, DASHED)
    line = [(box.left + i * step, upward.at(value)) for i, value in measured]
    if len(line) > 1:
        sheet.line(line, look.fills[Meaning.ACTUAL], look.stroke * 0.8)
    for (i, _), at in zip(measured, line, strict=True):
        if i in spec.signals:
            signal(sheet, at, look.dot * 0.9, is_good=i in spec.good)
    if measured[-1][0] not in spec.signals:  # the dot would cover it
        sheet.mark(line[-1], "round", look.dot * 0.8, Meaning.ACTUAL)
