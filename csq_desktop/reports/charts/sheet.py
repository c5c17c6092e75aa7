"""A matplotlib figure one draws on in points: lines, areas, marks and words, no axes.

Axes, ticks and legends are most of a chart's cost and take the placing of words out of our hands;
the few lines a chart needs are put on the figure itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts import typefaces
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.reports.typography.look import Look

Align = Literal["left", "middle", "right"]
Shape = Literal["round", "diamond", "square", "triangle", "cross"]
_RIM = 0.5  # the width of a mark's rim of paper, in strokes
DASHED = (4.0, 2.5)
DOTTED = (1.2, 2.0)


@dataclass(frozen=True)
class Spot:
    """A place on the figure that has something to say: position 0..1 and the words."""

    x: float
    y: float
    text: str


class ChartFigure(Figure):
    """A figure that knows what stands where, for pointers and screen readers."""

    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Ink:
    """How words look: size, colour, weight."""

    size: float
    colour: str
    bold: bool = False


class TextLine(Artist):
    """One line of text at its baseline; leaner than Text, which lays out every time it is drawn."""

    def __init__(self, place: tuple[float, float], text: str, ink: Ink) -> None:
        super().__init__()
        self._place, self._text, self._ink = place, text, ink
        self._face = typefaces.of(*fonts.families(), ink.size, ink.bold)

    @property
    def text(self) -> str:
        """What the line says."""
        return fonts.as_read(self._text)

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self._ink.size

    @property
    def box(self) -> Box:
        """What the line covers on the sheet, from the foot of its descenders to its capitals."""
        x, y = self._place
        size = self._ink.size
        wide = fonts.width(self._text, size, self._ink.bold)
        return Box(x, y - size * fonts.DESCENT, x + wide, y + size * fonts.CAP_HEIGHT)

    def draw(self, renderer: RendererBase) -> None:
        """Hand the line to the renderer."""
        x, y = self.get_transform().transform(self._place)
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self._ink.colour)
        # On a screen the faces are asked for characters alone: there a narrow mark is a typed one.
        is_paper = getattr(renderer, "writes_narrow_marks", False)
        text = self._text if is_paper else fonts.typed(self._text)
        renderer.draw_text(gc, x, y, text, self._face, 0.0)
        gc.restore()


class Sheet:
    """The figure in the making; (0, 0) is its lower left corner."""

    def __init__(self, size: tuple[float, float], look: Look) -> None:
        self.look = look
        self.width, self.height = size
        self.figure = ChartFigure(
            figsize=(size[0] / 72, size[1] / 72), dpi=72, facecolor=look.paper, linewidth=0
        )
        self._points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self._order = 0

    @property
    def box(self) -> Box:
        """The whole sheet."""
        return Box(0, 0, self.width, self.height)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        width: float = 1.0,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A line through points, dashed when told so (lengths in line widths)."""
        xs, ys = zip(*points, strict=True)
        artist = Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="round")
        if dash:
            artist.set_linestyle((0, dash))
            artist.set_dash_capstyle("butt")
        self._add(artist)

    def area(self, points: Sequence[tuple[float, float]], meaning: Meaning) -> None:
        """A filled shape with these corners."""
        self._patch(Path([*points, points[0]], closed=True), self.look.fills[meaning])

    def bar(self, box: Box, meaning: Meaning) -> None:
        """A filled rectangle."""
        self.area(_corners(box), meaning)

    def outline(self, box: Box, colour: str, width: float) -> None:
        """A rectangle of the paper's colour with an edge."""
        corners = _corners(box)
        self._patch(Path([*corners, corners[0]], closed=True), self.look.paper, (colour, width))

    def mark(self, place: tuple[float, float], shape: Shape, size: float, meaning: Meaning) -> None:
        """A small filled mark around a point; a rim of paper sets it off from what it covers."""
        rim = (self.look.paper, self.look.stroke * _RIM)
        self._patch(_shaped(place, shape, size), self.look.fills[meaning], rim)

    def ring(
        self, place: tuple[float, float], shape: Shape, size: float, edge: tuple[str, float]
    ) -> None:
        """A hollow mark around a point, with an edge of a colour and width."""
        self._patch(_shaped(place, shape, size), self.look.paper, edge)

    def words(self, place: tuple[float, float], text: str, ink: Ink, align: Align = "left") -> None:
        """One line of text; `place` is its left end, middle or right end on the baseline."""
        text = fonts.clean(text)
        if not text:
            return
        back = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
        x = place[0] - back * fonts.width(text, ink.size, ink.bold)
        self._add(TextLine((x, place[1]), text, ink))

    def beside(self, place: tuple[float, float], text: str, ink: Ink, align: Align) -> None:
        """One line of text whose capitals stand level with a point."""
        self.words((place[0], place[1] - ink.size * fonts.CAP_HEIGHT / 2), text, ink, align)

    def lines(self, box: Box, lines: Sequence[typeset.Line], ink: Ink, align: Align) -> None:
        """Broken lines from the top of a box downwards."""
        x = {"left": box.left, "middle": (box.left + box.right) / 2, "right": box.right}[align]
        for i, line in enumerate(lines):
            top = box.top - i * leading(ink.size)
            self.words((x, top - ink.size * fonts.ASCENT), line.text, ink, align)

    def spot(self, place: tuple[float, float], text: str) -> None:
        """Remember what a place says."""
        spot = Spot(place[0] / self.width, place[1] / self.height, text)
        self.figure.spots = (*self.figure.spots, spot)

    def _patch(self, path: Path, fill: str, edge: tuple[str, float] | None = None) -> None:
        colour, width = edge or ("none", 0.0)
        self._add(PathPatch(path, facecolor=fill, edgecolor=colour, linewidth=width))

    def _add(self, artist: Artist) -> None:
        """Put an artist on top of all before it."""
        self._order += 1
        artist.set_zorder(self._order)
        artist.set_transform(self._points)
        self.figure.add_artist(artist)


def leading(size: float) -> float:
    """Distance of two baselines of text at a size."""
    return size * 1.36


def _corners(box: Box) -> list[tuple[float, float]]:
    return [
        (box.left, box.bottom),
        (box.right, box.bottom),
        (box.right, box.top),
        (box.left, box.top),
    ]


def _shaped(place: tuple[float, float], shape: Shape, size: float) -> Path:
    return _SHAPES[shape].transformed(Affine2D().scale(size / 2).translate(*place))


def _polygon(corners: Sequence[tuple[float, float]]) -> Path:
    return Path([*corners, corners[0]], closed=True)


def _cross() -> Path:
    arm = [(-0.3, 1.0), (0.3, 1.0), (0.3, 0.3)]
    corners: list[tuple[float, float]] = []
    for turn in range(4):
        c, s = cos(-turn * pi / 2), sin(-turn * pi / 2)
        corners += [(x * c - y * s, x * s + y * c) for x, y in arm]
    return _polygon(corners).transformed(Affine2D().rotate_deg(45))


_SHAPES: dict[Shape, Path] = {
    "round": Path.unit_circle(),
    "diamond": _polygon([(0, 1.2), (1.2, 0), (0, -1.2), (-1.2, 0)]),
    "square": _polygon([(-0.88, 0.88), (0.88, 0.88), (0.88, -0.88), (-0.88, -0.88)]),
    "triangle": _polygon([(0, 1.15), (1.05, -0.75), (-1.05, -0.75)]),
    "cross": _cross(),
}
