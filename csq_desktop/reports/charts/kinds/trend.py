"""Trend: what was measured over time as a line, beside the same before it; named at the right."""

from collections.abc import Sequence
from itertools import groupby

from csq_desktop.domain.paper.charts import Series, TrendSpec
from csq_desktop.domain.tones import Meaning, Tone
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.kinds import events
from csq_desktop.reports.charts.kinds.frame import (
    Across,
    Frame,
    SideLabel,
    Upward,
    lay_out,
    side_labels,
    side_room,
    target_line,
)
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Shape, Sheet
from csq_desktop.texts import tr

_FORMS: tuple[tuple[Meaning, Shape, tuple[float, ...]], ...] = (
    (Meaning.ACTUAL, "round", ()),
    (Meaning.PREVIOUS, "square", (5, 2)),
)
"""What each series stands for, how its marks and its line look."""


def draw(sheet: Sheet, spec: TrendSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    texts = [_named(line, spec) for line in spec.series]
    texts += [spec.target.label] if spec.target else []
    room = side_room(sheet, texts, area.width * 0.32)
    low, high = spec.ends or value_range(spec)
    across = Across(spec.labels, spec.groups)
    plot_area = area.cut(right=room, top=events.height(sheet, spec))
    frame = lay_out(sheet, plot_area, Upward(low, high, spec.unit), across)
    events.draw(sheet, frame, spec, area.top)
    target = _target(sheet, frame, spec)
    side_labels(sheet, frame.box, room, [*_lines(sheet, frame, spec), *target])


def value_range(spec: TrendSpec) -> tuple[float, float]:
    """The lowest and the highest value of the axis."""
    target = spec.target.values if spec.target else ()
    values = [value for line in spec.series for value in line.values if value is not None]
    return scale.around([*values, *target], spec.unit)


def _named(line: Series, spec: TrendSpec) -> str:
    latest = _latest(line.values)
    if latest is None:
        return line.name
    text = scale.value_text(line.values[latest] or 0.0, spec.unit, spec.goal)
    return f"{line.name} {text}".strip()


def _latest(values: Sequence[float | None]) -> int | None:
    return next((i for i in range(len(values) - 1, -1, -1) if values[i] is not None), None)


def _lines(sheet: Sheet, frame: Frame, spec: TrendSpec) -> list[SideLabel]:
    look, labels = sheet.look, []
    for line, (meaning, shape, dash) in zip(spec.series, _FORMS, strict=False):
        for run in _runs(frame, line.values):
            if len(run) > 1:
                sheet.line(run, look.fills[meaning], look.stroke, dash)
            for at in run:
                sheet.mark(at, shape, look.dot * 1.25, meaning)
        _spots(sheet, frame, spec, line)
        latest = _latest(line.values)
        if latest is not None:
            y = frame.y(line.values[latest] or 0.0)
            start = frame.x(latest) + look.dot
            ink = look.ink_of(meaning.tone if meaning is Meaning.ACTUAL else Tone.SOFT)
            labels.append(SideLabel(y, _named(line, spec), ink, True, start))
    return labels


def _runs(frame: Frame, values: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """The line cut where nothing was measured."""
    places = [(frame.x(i), None if v is None else frame.y(v)) for i, v in enumerate(values)]
    parts = groupby(places, key=lambda place: place[1] is not None)
    return [
        [(x, y) for x, y in part if y is not None] for is_measured, part in parts if is_measured
    ]


def _spots(sheet: Sheet, frame: Frame, spec: TrendSpec, line: Series) -> None:
    for i, value in enumerate(line.values):
        if value is not None:
            name = tr(", ").join((line.name, spec.labels[i]))
            text = labelled(name, scale.value_text(value, spec.unit, spec.goal))
            sheet.spot((frame.x(i), frame.y(value)), text)


def _target(sheet: Sheet, frame: Frame, spec: TrendSpec) -> list[SideLabel]:
    if not spec.target:
        return []
    target_line(sheet, frame, spec.target)
    return [SideLabel(frame.y(spec.target.value), spec.target.label, sheet.look.ink)]
