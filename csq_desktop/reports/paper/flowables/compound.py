"""Flowables made of flowables: columns next to each other, labels beside values."""

from collections.abc import Iterable, Sequence

from reportlab.platypus import Flowable

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import pen, structure, style
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import fonts, typeset

_STEP = style.TEXT * 1.38
_AIR = 3.4


class BesideFlow(Flowable):
    """Columns of flowables; they stay on one page."""

    def __init__(self, columns: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> None:
        super().__init__()
        self._columns, self._widths = columns, widths
        self.spaceBefore, self.spaceAfter = 4.0, 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size the tallest column makes it."""
        self.width, self.height = width, self._set(height)
        return width, self.height

    def _set(self, height: float) -> float:
        """Set every column; the height of the tallest."""
        self._heights = [
            [flow.wrapOn(self.canv, room, height)[1] for flow in column]
            for column, room in zip(self._columns, self._widths, strict=True)
        ]
        columns = zip(self._columns, self._heights, strict=True)
        return max(float(sum(heights)) + _gaps(column) for column, heights in columns)

    def draw(self) -> None:
        """Draw the columns from the top."""
        x = 0.0
        for column, heights, room in zip(self._columns, self._heights, self._widths, strict=True):
            y = self.height
            for i, (flow, height) in enumerate(zip(column, heights, strict=True)):
                y -= height + (_gap(column[i - 1], flow) if i else 0.0)
                flow.drawOn(self.canv, x, y)
            x += room + style.GAP


def _gaps(column: Sequence[Flowable]) -> float:
    return sum(_gap(column[i - 1], column[i]) for i in range(1, len(column)))


def _gap(upper: Flowable, lower: Flowable) -> float:
    return float(max(upper.getSpaceAfter(), lower.getSpaceBefore()))


def fact_flows(
    facts: Iterable[tuple[typeset.Text, typeset.Text]], label_width: float, whole: Element
) -> list["FactFlow"]:
    """Labels and values; those without a label belong to the one above them."""
    flows: list[FactFlow] = []
    group: typeset.Text = ""
    for label, value in facts:
        flow = FactFlow(label, value, label_width, (whole, Element("LI"), Element("LBody")))
        flow.group = group = label or group
        flows.append(flow)
    return flows


class FactFlow(Flowable):
    """A label and its value on one line, the value broken to the room it has.

    `group` is whose label it stands under: at the head of a page it is written once more.
    """

    group: typeset.Text = ""

    def __init__(
        self, label: typeset.Text, value: typeset.Text, label_width: float, path: structure.Path
    ) -> None:
        super().__init__()
        self._path = path
        self._label, self._value, self._label_width = label, value, label_width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size it takes."""
        self.width = width
        room = width - self._label_width
        # ReportLab tells a flowable its frame only while it is put there, not when it is measured.
        begins_page = getattr(getattr(self, "_frame", None), "_atTop", False)
        label = self.group if begins_page else self._label
        self._labels = typeset.lines(label, style.TEXT, self._label_width - 8) if label else ()
        self._values = typeset.lines(self._value, style.TEXT, room)
        most = max(len(self._labels), len(self._values))
        self.height = most * _STEP + _AIR
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """A long value goes on under an empty label."""
        fits = int((height - _AIR) / _STEP)
        # One line alone at the foot of a page is not worth a split.
        if fits < 2 or fits >= len(self._values):
            return []
        head = typeset.rejoined(self._values[:fits])
        tail = typeset.rejoined(self._values[fits:])
        flows = [
            FactFlow(self._label, head, self._label_width, self._path),
            FactFlow("", tail, self._label_width, self._path),
        ]
        for flow in flows:
            flow.group = self.group
        return [*flows]

    def draw(self) -> None:
        """Write label and value, a hairline under them."""
        top = self.height - _AIR / 2 - _STEP / 2 - style.TEXT * fonts.CAP_HEIGHT / 2
        if self._label:
            with self.canv.marked(*self._path[:-1], Element("Lbl")):
                self._write(self._labels, (0.0, top), Tone.SOFT)
        else:  # for the eye alone: read aloud, the list goes on
            self._write(self._labels, (0.0, top), Tone.SOFT)
        with self.canv.marked(*self._path):
            self._write(self._values, (self._label_width, top), Tone.PLAIN)
        pen.rule(self.canv, (0, 0, self.width, 0))

    def _write(self, lines: Sequence[typeset.Line], place: tuple[float, float], tone: Tone) -> None:
        x, top = place
        for i, line in enumerate(lines):
            pen.words(self.canv, (x, top - i * _STEP), line.spans, style.TEXT, tone)
