"""The plot of a chart over time: its values up the left, its months along the foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from csq_desktop.domain.paper.charts import ChartUnit, Target
from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.labels import Box, spread, thinned
from csq_desktop.reports.charts.sheet import DASHED, Ink, Sheet, leading
from csq_desktop.reports.typography import fonts, typeset


@dataclass(frozen=True)
class Frame:
    """A plot area with `count` equal slots across and a scale upwards."""

    box: Box
    scale: scale.Scale
    count: int

    @property
    def slot(self) -> float:
        """Width of one slot."""
        return self.box.width / self.count

    def x(self, index: int) -> float:
        """The middle of a slot."""
        return self.box.left + (index + 0.5) * self.slot

    def edges(self, index: int) -> tuple[float, float]:
        """Left and right side of a slot."""
        return self.box.left + index * self.slot, self.box.left + (index + 1) * self.slot

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.scale.at(value)


@dataclass(frozen=True)
class Across:
    """The words along the foot: one label a slot, and groups (years) beneath them."""

    labels: Sequence[str]
    groups: Sequence[str] = ()


@dataclass(frozen=True)
class SideLabel:
    """Words in the right margin that name what ends at a height, or at `start` before it."""

    y: float
    text: str
    colour: str
    bold: bool = False
    start: float | None = None


@dataclass(frozen=True)
class Upward:
    """The scale at the left: range, unit, and where it is marked."""

    low: float
    high: float
    unit: ChartUnit
    most: int = 6

    @property
    def marks(self) -> tuple[float, ...]:
        """The values that are written."""
        return scale.ticks(self.low, self.high, self.unit, self.most)

    @property
    def texts(self) -> tuple[str, ...]:
        """How they are written."""
        marks = self.marks
        step = marks[1] - marks[0] if len(marks) > 1 else max((*marks, 0.0)) or self.high - self.low
        return tuple(scale.tick_text(mark, self.unit, step) for mark in marks)


def lay_out(sheet: Sheet, area: Box, upward: Upward, across: Across) -> Frame:
    """Draw grid and labels inside an area and give back the plot that is left."""
    look = sheet.look
    rows = _lines_of(across) + (1 if any(across.groups) else 0)
    foot = look.small * 0.7 + rows * leading(look.small)
    # No more marks than stand above each other without a touch.
    fitting = int((area.height - foot) / (leading(look.small) * 1.1))
    upward = replace(upward, most=max(1, min(upward.most, fitting)))
    gutter = max((fonts.width(text, look.small) for text in upward.texts), default=0.0)
    box = area.cut(left=gutter + look.small * 0.8, bottom=foot, top=look.small * 0.5)
    frame = Frame(
        box,
        scale.Scale(upward.low, upward.high, box.bottom, box.top),
        max(1, len(across.labels)),
    )
    _grid(sheet, frame, upward)
    _months(sheet, frame, across)
    return frame


def _grid(sheet: Sheet, frame: Frame, upward: Upward) -> None:
    look = sheet.look
    for mark, text in zip(upward.marks, upward.texts, strict=True):
        y = frame.y(mark)
        sheet.line([(frame.box.left, y), (frame.box.right, y)], look.grid, look.stroke * 0.4)
        ink = Ink(look.small, look.soft)
        sheet.beside((frame.box.left - look.small * 0.7, y), text, ink, "right")
    foot = frame.box.bottom
    sheet.line([(frame.box.left, foot), (frame.box.right, foot)], look.line, look.stroke * 0.5)


def _months(sheet: Sheet, frame: Frame, across: Across) -> None:
    look = sheet.look
    ink = Ink(look.small, look.soft)
    y = frame.box.bottom - look.small * 1.55
    widths = [typeset.widest_line(label, look.small) for label in across.labels]
    for i in thinned(widths, frame.slot, look.small * 0.6):
        for row, line in enumerate(across.labels[i].split("\n")):
            sheet.words((frame.x(i), y - row * leading(look.small)), line, ink, "middle")
    _groups(sheet, frame, across, y - _lines_of(across) * leading(look.small))


def _lines_of(across: Across) -> int:
    """How many lines the labels take: one for each language."""
    return max((label.count("\n") for label in across.labels), default=0) + 1


def _groups(sheet: Sheet, frame: Frame, across: Across, y: float) -> None:
    """Each group's name under its first slot, unless the one after leaves no room."""
    look = sheet.look
    ink = Ink(look.small, look.soft, bold=True)
    leftmost, room = frame.box.left - look.small * 2, float("inf")
    # From the right: where there is no room for all, the newest keep their names.
    for i, group in reversed(list(enumerate(across.groups))):
        wide = fonts.width(group, look.small, bold=True)
        begins = i == 0 or group != across.groups[i - 1]
        if begins and leftmost < frame.x(i) - wide / 2 and frame.x(i) + wide / 2 < room:
            sheet.words((frame.x(i), y), group, ink, "middle")
            room = frame.x(i) - wide / 2 - look.small * 0.5


def target_line(sheet: Sheet, frame: Frame, target: Target) -> None:
    """The dashed line to reach, with a step where the target changed."""
    for line in target_lines(frame, target):
        sheet.line(line, sheet.look.fills[Meaning.TARGET], sheet.look.stroke * 0.7, DASHED)


def target_lines(frame: Frame, target: Target) -> Iterator[list[tuple[float, float]]]:
    """The places that the line of a target goes through; broken where there was none."""
    if not target.steps:
        yield [(x, frame.y(target.value)) for x in (frame.box.left, frame.box.right)]
    for is_set, part in groupby(enumerate(target.steps), key=lambda step: step[1] is not None):
        if is_set:
            yield [(x, frame.y(value or 0.0)) for i, value in part for x in frame.edges(i)]


def signal(sheet: Sheet, at: tuple[float, float], size: float, *, is_good: bool) -> None:
    """A month that is unusual: filled where that is worse, hollow where it is better."""
    if is_good:
        edge = (sheet.look.fills[Meaning.GOOD], sheet.look.stroke * 0.8)
        sheet.ring(at, "diamond", size * 0.85, edge)
    else:
        sheet.mark(at, "diamond", size, Meaning.BAD)


def side_room(sheet: Sheet, texts: Sequence[str], most: float) -> float:
    """How wide the right margin must be for its labels, at most `most`."""
    look = sheet.look
    widest = max((fonts.width(text, look.text, bold=True) for text in texts), default=0.0)
    return min(most, widest + look.text * 1.4)


def side_labels(sheet: Sheet, box: Box, room: float, labels: Sequence[SideLabel]) -> None:
    """Write labels right of the plot, moved apart where they would touch."""
    look = sheet.look
    text_room = room - look.text * 1.4
    broken = [typeset.lines(_span(label), look.text, text_room) for label in labels]
    heights = [len(lines) * leading(look.text) * 0.94 for lines in broken]
    preferred = [(label.y, height) for label, height in zip(labels, heights, strict=True)]
    margin = look.text
    middles = spread(preferred, box.bottom - margin, box.top + margin) if labels else []
    for label, lines, middle in zip(labels, broken, middles, strict=True):
        _leader(sheet, box.right, label, middle)
        x = box.right + look.text * 1.3
        top = middle + (len(lines) - 1) * leading(look.text) / 2
        for i, line in enumerate(lines):
            ink = Ink(look.text, label.colour, label.bold)
            sheet.beside((x, top - i * leading(look.text)), line.text, ink, "left")


def _span(label: SideLabel) -> typeset.TextSpan:
    return typeset.TextSpan(label.text, bold=label.bold)


def _leader(sheet: Sheet, x: float, label: SideLabel, middle: float) -> None:
    look = sheet.look
    start = x if label.start is None else label.start
    points = [(start, label.y), (x + look.text * 0.4, label.y), (x + look.text, middle)]
    sheet.line(points, label.colour, look.stroke * 0.4)
