"""Control chart: values, the band chance allows, centre, target, and signals in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import hypot
from typing import Literal

from csq_desktop.domain.paper.charts import ControlPoint, ControlSpec
from csq_desktop.domain.tones import Meaning
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.charts.kinds import events
from csq_desktop.reports.charts.kinds.frame import (
    Across,
    Frame,
    SideLabel,
    Upward,
    lay_out,
    side_labels,
    side_room,
    signal,
    target_line,
    target_lines,
)
from csq_desktop.reports.charts.labels import Box, along, along_steps, free_of, place
from csq_desktop.reports.charts.sheet import DOTTED, Ink, Sheet, leading
from csq_desktop.reports.typography import typeset
from csq_desktop.reports.typography.look import Look
from csq_desktop.texts import tr

Place = tuple[float, float]
Level = Literal["lower", "centre", "upper"]
_LEVELS: tuple[Level, ...] = ("lower", "centre", "upper")
_MOST_REMARKS = 5
_ROOMS = (13, 20, 28, 9, 5)  # widths that words are tried in, in letters as high as they are
_APART = 2.5  # dots; words farther from their point have a line to it


def draw(sheet: Sheet, spec: ControlSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    names = [text for _, text in _levels(spec)]
    room = side_room(sheet, [*names, _latest_text(spec)], area.width * 0.3)
    low, high = spec.ends or value_range(spec)
    across = Across([p.label for p in spec.points], [p.group for p in spec.points])
    head = sheet.look.small * 1.2 if len({point.phase for point in spec.points}) > 1 else 0.0
    plot_area = area.cut(right=room, top=head + events.height(sheet, spec))
    frame = lay_out(sheet, plot_area, Upward(low, high, spec.unit), across)
    plot = _ControlPlot(sheet, frame, spec)
    plot.limits()
    remarks = plot.remarks()
    events.draw(sheet, frame, spec, area.top, [remark.box for remark in remarks])
    plot.phases()
    plot.target()
    plot.values()
    for remark in remarks:
        plot.write(remark)
    side_labels(sheet, frame.box, room, plot.sides())


def value_range(spec: ControlSpec) -> tuple[float, float]:
    """The lowest and the highest value of the axis: every value, limit and target has room."""
    values = [
        value
        for point in spec.points
        for value in (point.value, point.centre, point.lower, point.upper)
        if value is not None
    ]
    return scale.around([*values, *(spec.target.values if spec.target else ())], spec.unit)


def _levels(spec: ControlSpec) -> list[tuple[float, str]]:
    """The level lines that have names: target, then centre, as (value, words)."""
    levels = [(spec.target.value, spec.target.label)] if spec.target else []
    centre = spec.points[-1].centre if spec.points else None
    if centre is not None:
        value = scale.value_text(centre, spec.unit, spec.goal)
        name = spec.centre_label or doubled(spec, lambda: tr("average {value}", value=value))
        levels.append((centre, name))
    return levels


def _colour(look: Look, point: ControlPoint, usual: str) -> str:
    """A signal is red only on the side that is worse."""
    if not point.signal:
        return usual
    return look.good if point.is_good else look.bad


def _latest(spec: ControlSpec) -> int | None:
    counted = [i for i, point in enumerate(spec.points) if _counted(point)]
    return counted[-1] if counted else None


def _latest_text(spec: ControlSpec) -> str:
    at = _latest(spec)
    return "" if at is None else _text(spec, spec.points[at])


def _text(spec: ControlSpec, point: ControlPoint) -> str:
    return scale.value_text(point.value or 0.0, spec.unit, spec.goal)


def _counted(point: ControlPoint) -> bool:
    return point.value is not None and not point.excluded


def _neighbours(indexes: Sequence[int]) -> Iterator[list[int]]:
    """The indexes cut where one is left out."""
    for _, run in groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0]):
        yield [index for _, index in run]


@dataclass(frozen=True)
class _Remark:
    """Words beside a point: where they stand, and where the point is."""

    box: Box
    at: Place
    lines: Sequence[typeset.Line]
    ink: Ink


@dataclass(frozen=True)
class _ControlPlot:
    """One chart in the making."""

    sheet: Sheet
    frame: Frame
    spec: ControlSpec

    def limits(self) -> None:
        """The band between the limits, and the centre line, stretch by stretch."""
        look = self.sheet.look
        for lower, upper in zip(self._levels("lower"), self._levels("upper"), strict=True):
            self.sheet.area([*upper, *reversed(lower)], Meaning.NORMAL)
            for edge in (upper, lower):
                self.sheet.line(edge, look.band_edge, look.stroke * 0.4)
        for centre in self._levels("centre"):
            self.sheet.line(centre, look.soft, look.stroke * 0.5)

    def phases(self) -> None:
        """A dotted line and a name where the limits start anew."""
        look, box = self.sheet.look, self.frame.box
        for first, *_ in list(self._stretches())[1:]:
            x = self.frame.edges(first)[0]
            rule = [(x, box.bottom), (x, box.top + look.small)]
            self.sheet.line(rule, look.soft, look.stroke * 0.5, DOTTED)
            room = box.right - x - look.small * 0.5
            text = typeset.shortened(self.spec.points[first].phase, look.small, room)
            place_ = (x + look.small * 0.5, box.top + look.small * 0.4)
            self.sheet.words(place_, text, Ink(look.small, look.soft))

    def target(self) -> None:
        """The line to reach."""
        if self.spec.target:
            target_line(self.sheet, self.frame, self.spec.target)

    def values(self) -> None:
        """The line through what counts, then every mark."""
        look = self.sheet.look
        for run in _neighbours([i for i, p in enumerate(self.spec.points) if _counted(p)]):
            line = [at for i in run if (at := self._at(i))]
            if len(line) > 1:
                self.sheet.line(line, look.fills[Meaning.ACTUAL], look.stroke)
        for i, point in enumerate(self.spec.points):
            if at := self._at(i):
                self._mark(at, point)
                text = _text(self.spec, point)
                self.sheet.spot(at, labelled(f"{point.label} {point.group}".strip(), text))

    def remarks(self) -> list["_Remark"]:
        """The words beside signals and other remarkable points, where they touch nothing."""
        worded = [i for i in range(len(self.spec.points)) if self._wording(i)]
        # Where there are more words than can stand there, those beside signals stay.
        by_weight = sorted(worded, key=lambda i: not self.spec.points[i].signal)
        taken = self._taken() if worded else []
        remarks: list[_Remark] = []
        for i in sorted(by_weight[:_MOST_REMARKS]):
            if remark := self._remark(i, taken):
                remarks.append(remark)
                taken.append(remark.box.grown(self.sheet.look.text * 0.3))
        return remarks

    def write(self, remark: "_Remark") -> None:
        """Write a remark, with a line to its point where it stands apart from it."""
        look, box = self.sheet.look, remark.box
        x, y = remark.at
        near = (max(box.left, min(box.right, x)), max(box.bottom, min(box.top, y)))
        if hypot(near[0] - x, near[1] - y) > look.dot * _APART:
            self.sheet.line([near, remark.at], look.soft, look.stroke * 0.35)
        self.sheet.lines(box, remark.lines, remark.ink, "left")

    def sides(self) -> list[SideLabel]:
        """What stands at the right: target, centre and the latest value."""
        look = self.sheet.look
        colours = [look.ink, look.soft] if self.spec.target else [look.soft]
        labels = [
            SideLabel(self.frame.y(value), text, colour)
            # Not strict: a chart without a centre has a colour more than lines.
            for (value, text), colour in zip(_levels(self.spec), colours, strict=False)
        ]
        latest = _latest(self.spec)
        if latest is not None and (at := self._at(latest)):
            colour = _colour(self.sheet.look, self.spec.points[latest], look.accent)
            start = at[0] + look.dot
            labels.append(SideLabel(at[1], _latest_text(self.spec), colour, True, start))
        return labels

    def _at(self, index: int) -> tuple[float, float] | None:
        value = self.spec.points[index].value
        return None if value is None else (self.frame.x(index), self.frame.y(value))

    def _stretches(self) -> Iterator[list[int]]:
        """Neighbouring points of one phase, as indexes."""
        points = self.spec.points
        for _, stretch in groupby(range(len(points)), key=lambda i: points[i].phase):
            yield list(stretch)

    def _levels(self, name: Level) -> Iterator[list[Place]]:
        """The lines of limits or centre, one for each stretch of neighbours that have it."""
        for stretch in self._stretches():
            values = {i: getattr(self.spec.points[i], name) for i in stretch}
            for part in _neighbours([i for i in stretch if values[i] is not None]):
                yield self._stairs(part, [values[i] for i in part])

    def _starts(self) -> Iterator[float]:
        """Where the limits start anew."""
        for first, *_ in list(self._stretches())[1:]:
            yield self.frame.edges(first)[0]

    def _stairs(self, part: Sequence[int], values: Sequence[float | None]) -> list[Place]:
        """The outline of values that each hold for a whole slot."""
        corners: list[tuple[float, float]] = []
        for i, value in zip(part, values, strict=True):
            y = self.frame.y(value or 0.0)
            corners += [(x, y) for x in self.frame.edges(i)]
        return corners

    def _mark(self, at: tuple[float, float], point: ControlPoint) -> None:
        size = self.sheet.look.dot
        if point.excluded:
            self.sheet.mark(at, "cross", size * 1.2, Meaning.LEFT_OUT)
        elif point.signal:
            signal(self.sheet, at, size * 1.4, is_good=point.is_good)
        else:
            self.sheet.mark(at, "round", size, Meaning.ACTUAL)

    def _wording(self, index: int) -> str:
        point = self.spec.points[index]
        if point.value is None:
            return ""
        if point.remark or not point.signal or index == _latest(self.spec):
            return point.remark
        return self._named(index)

    def _named(self, index: int) -> str:
        """A point by its month and its value."""
        point = self.spec.points[index]
        return f"{point.label} {_text(self.spec, point)}".replace("\n", " ")

    def _remark(self, index: int, taken: list[Box]) -> "_Remark | None":
        """The words of a point in the first of some shapes that touches nothing.

        In a chart so low that even its month has no place the table alone has them.
        """
        look = self.sheet.look
        at = self._at(index) or (0.0, 0.0)
        ink = Ink(look.text, _colour(look, self.spec.points[index], look.soft))
        for lines in self._shapes(index):
            box = self._spot(lines, at, taken)
            if free_of(box, taken):
                return _Remark(box, at, lines, ink)
        return None

    def _shapes(self, index: int) -> Iterator[tuple[typeset.Line, ...]]:
        """The words of a point, broken wide and narrow; then their beginning; then its month."""
        size, words = self.sheet.look.text, self._wording(index)
        rooms = [min(self.frame.box.width * 0.6, size * times) for times in _ROOMS]
        for room in rooms:
            yield typeset.lines(words, size, room)
        for room in rooms:
            yield typeset.lines(typeset.shortened(words, size, room), size, room)
        for room in rooms:
            yield typeset.lines(self._named(index), size, room)

    def _spot(self, lines: Sequence[typeset.Line], at: Place, taken: list[Box]) -> Box:
        size = (max(line.width for line in lines), len(lines) * leading(self.sheet.look.text))
        return place(size, at, taken, self.frame.box, self.sheet.look.dot * 1.7)

    def _taken(self) -> list[Box]:
        """What words must not cover: marks (counted thrice) and every line but those of events."""
        places = [at for i in range(len(self.spec.points)) if (at := self._at(i))]
        half = self.sheet.look.dot * 0.9
        marks = [Box(x - half, y - half, x + half, y + half) for x, y in places]
        levels = [line for name in _LEVELS for line in self._levels(name)]
        if self.spec.target:
            levels += target_lines(self.frame, self.spec.target)
        foot, top = self.frame.box.bottom, self.frame.box.top
        levels += [[(x, foot), (x, top)] for x in self._starts()]
        return marks * 3 + along(places) + [box for line in levels for box in along_steps(line)]
