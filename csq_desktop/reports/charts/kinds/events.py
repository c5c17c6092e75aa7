"""The events of a chart over time: their numbers in a line above the plot, each at its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.paper.charts import EventMark, TimeSpec
from csq_desktop.reports.charts.kinds.frame import Frame
from csq_desktop.reports.charts.labels import Box, between, spread
from csq_desktop.reports.charts.sheet import Ink, Sheet, leading
from csq_desktop.reports.typography import fonts
from csq_desktop.texts import tr

_LEAST = 8.5  # points; smaller numbers cannot be read on paper


@dataclass(frozen=True)
class _Group:
    """Events under one number, or those that stand too close for numbers of their own."""

    events: tuple[EventMark, ...]
    x: float

    @property
    def text(self) -> str:
        first, last = self.events[0].number, self.events[-1].number
        return str(first) if first == last else f"{first}–{last}"


def height(sheet: Sheet, spec: TimeSpec) -> float:
    """How much height the line of numbers takes above a plot."""
    size = _size(sheet)
    return leading(size) + size * 0.9 if spec.events else 0.0


def draw(sheet: Sheet, frame: Frame, spec: TimeSpec, top: float, words: Sequence[Box] = ()) -> None:
    """Write the numbers beneath a height, each with a line down to its first day.

    Where words stand in the plot, the lines leave them out.
    They are moved apart where they would touch; where they do not fit side by side, neighbours
    share a mark such as 4–6. Several days have a bar along the top of the plot.
    """
    if not spec.events:
        return
    size = _size(sheet)
    for event in spec.events:
        _days(sheet, frame, (_at(frame, spec, event.start), _at(frame, spec, event.end)), words)
    groups = _fitting(sheet, frame, [_Group((e,), _at(frame, spec, e.start)) for e in spec.events])
    widths = [_width(sheet, group) for group in groups]
    preferred = [(group.x, width) for group, width in zip(groups, widths, strict=True)]
    foot = top - leading(size)
    for group, width, middle in zip(
        groups, widths, spread(preferred, frame.box.left, frame.box.right), strict=True
    ):
        gap = size * 0.12
        box = Box(middle - width / 2 + gap, foot, middle + width / 2 - gap, top)
        line = [(middle, foot), (group.x, foot - size * 0.8)]
        sheet.line(line, sheet.look.soft, sheet.look.stroke * 0.35)
        sheet.outline(box, sheet.look.line, sheet.look.stroke * 0.4)
        place = (middle, (foot + top) / 2)
        sheet.beside(place, group.text, Ink(size, sheet.look.ink, bold=True), "middle")
        sheet.spot(place, tr("; ").join(event.line for event in group.events))


def _size(sheet: Sheet) -> float:
    return max(sheet.look.small, _LEAST)


def _width(sheet: Sheet, group: _Group) -> float:
    """The room of a mark: its number with air on both sides."""
    size = _size(sheet)
    return fonts.width(group.text, size, True) + size * 0.7


def _fitting(sheet: Sheet, frame: Frame, groups: Sequence[_Group]) -> list[_Group]:
    """The groups, neighbours put together until all have room side by side."""
    fitting = list(groups)
    while len(fitting) > 1 and sum(_width(sheet, g) for g in fitting) > frame.box.width:
        at = min(range(len(fitting) - 1), key=lambda i: fitting[i + 1].x - fitting[i].x)
        joined = (*fitting[at].events, *fitting[at + 1].events)
        fitting[at : at + 2] = [_Group(joined, (fitting[at].x + fitting[at + 1].x) / 2)]
    return fitting


def _days(sheet: Sheet, frame: Frame, days: tuple[float, float], words: Sequence[Box]) -> None:
    """A line through the plot on the first day, and a bar over all days where there are more."""
    look, box, (first, last) = sheet.look, frame.box, days
    gaps = [(each.bottom, each.top) for each in words if each.left < first < each.right]
    for low, high in between(box.bottom, box.top, gaps):
        sheet.line([(first, low), (first, high)], look.line, look.stroke * 0.35)
    if last > first:
        sheet.line([(first, box.top), (last, box.top)], look.soft, look.stroke)


def _at(frame: Frame, spec: TimeSpec, day: date) -> float:
    """Where a day stands across the plot; days before its time stand at its left side."""
    for place, (first, last) in enumerate(spec.spans):
        if day <= last:
            left, right = frame.edges(place)
            share = ((day - first).days + 0.5) / ((last - first).days + 1)
            return left + max(0.0, share) * (right - left)
    return frame.box.right
