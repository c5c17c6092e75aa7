"""Funnel: branches by volume between limits that narrow with it, the odd ones named."""

from dataclasses import dataclass

from csq_desktop.domain.paper.charts import ChartUnit, FunnelPoint, FunnelSpec
from csq_desktop.domain.tones import Meaning
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.kinds.frame import (
    Across,
    Frame,
    SideLabel,
    Upward,
    lay_out,
    side_labels,
    side_room,
)
from csq_desktop.reports.charts.labels import Box, along, along_steps, place
from csq_desktop.reports.charts.sheet import Ink, Sheet
from csq_desktop.reports.typography import fonts
from csq_desktop.texts import tr


def draw(sheet: Sheet, spec: FunnelSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    name = spec.centre_label or tr(
        "average {value}", value=scale.value_text(spec.centre, spec.unit)
    )
    room = side_room(sheet, [name], area.width * 0.3)
    values = [value for _, low, high in spec.limits for value in (low, high)]
    low, high = scale.around([*values, *(p.value for p in spec.points)], spec.unit)
    upward = Upward(low, high, spec.unit)
    frame = lay_out(sheet, area.cut(right=room), upward, Across([], [spec.size_label]))
    most = max([size for size, _, _ in spec.limits] + [p.size for p in spec.points], default=1.0)
    plot = _FunnelPlot(
        sheet, frame, spec, scale.Scale(0.0, most * 1.05, frame.box.left, frame.box.right)
    )
    plot.foot()
    plot.limits()
    plot.points()
    side_labels(sheet, frame.box, room, [SideLabel(frame.y(spec.centre), name, look.soft)])


@dataclass(frozen=True)
class _FunnelPlot:
    """One chart in the making."""

    sheet: Sheet
    frame: Frame
    spec: FunnelSpec
    across: scale.Scale

    def foot(self) -> None:
        """The volumes along the foot."""
        look, box = self.sheet.look, self.frame.box
        ink, y = Ink(look.small, look.soft), box.bottom - look.small * 1.55
        for mark in scale.ticks(0.0, self.across.high, ChartUnit.COUNT):
            x = self.across.at(mark)
            self.sheet.words((x, y), scale.value_text(mark, ChartUnit.COUNT), ink, "middle")

    def limits(self) -> None:
        """The narrowing band and the line all branches share."""
        look = self.sheet.look
        upper = [(self.across.at(size), self.frame.y(high)) for size, _, high in self.spec.limits]
        lower = [(self.across.at(size), self.frame.y(low)) for size, low, _ in self.spec.limits]
        if len(upper) > 1:
            self.sheet.area([*upper, *reversed(lower)], Meaning.NORMAL)
            for edge in (upper, lower):
                self.sheet.line(edge, look.band_edge, look.stroke * 0.5)
        y = self.frame.y(self.spec.centre)
        rule = [(self.frame.box.left, y), (self.frame.box.right, y)]
        self.sheet.line(rule, look.soft, look.stroke * 0.5)

    def points(self) -> None:
        """Every branch as a mark; signals and the shop's own branch with their names."""
        half = self.sheet.look.dot * 0.9
        taken = self._lines()
        # Signals last, on top of the others where marks lie close.
        for point in sorted(self.spec.points, key=lambda point: (point.signal, point.own)):
            x, y = self._at(point)
            self._mark(point)
            # Three times, so that a name touches another name rather than hides a mark.
            taken += [Box(x - half, y - half, x + half, y + half)] * 3
            value = scale.value_text(point.value, self.spec.unit)
            self.sheet.spot((x, y), labelled(point.label, value))
        for point in self.spec.points:
            if point.signal or point.own:
                taken.append(self._name(point, taken))

    def _lines(self) -> list[Box]:
        """The edges of the band and the line in its middle."""
        edges = [
            [(self.across.at(limit[0]), self.frame.y(limit[side])) for limit in self.spec.limits]
            for side in (1, 2)
        ]
        y, box = self.frame.y(self.spec.centre), self.frame.box
        return [box for edge in edges for box in along(edge)] + along_steps(
            [(box.left, y), (box.right, y)]
        )

    def _at(self, point: FunnelPoint) -> tuple[float, float]:
        return self.across.at(point.size), self.frame.y(point.value)

    def _mark(self, point: FunnelPoint) -> None:
        size = self.sheet.look.dot
        if point.signal:
            self.sheet.mark(self._at(point), "diamond", size * 1.3, Meaning.BAD)
        elif point.own:
            self.sheet.mark(self._at(point), "square", size * 1.2, Meaning.ACTUAL)
        else:
            self.sheet.mark(self._at(point), "round", size * 0.8, Meaning.ACTUAL)

    def _name(self, point: FunnelPoint, taken: list[Box]) -> Box:
        look = self.sheet.look
        text = f"{point.label} {scale.value_text(point.value, self.spec.unit)}"
        size = (fonts.width(text, look.text, point.own), look.text * 1.2)
        bounds = self.frame.box.grown(look.text * 0.4)
        spot = place(size, self._at(point), taken, bounds, look.dot)
        ink = Ink(look.text, look.bad if point.signal else look.accent, point.own)
        self.sheet.words((spot.left, spot.bottom + look.text * 0.25), text, ink)
        return spot
