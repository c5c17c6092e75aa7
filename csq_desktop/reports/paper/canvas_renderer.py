"""Drawing a matplotlib figure straight onto a reportlab canvas: vector paths and real text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from math import cos, radians, sin
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from csq_desktop.reports.paper import typefaces
from csq_desktop.reports.typography import fonts
from csq_desktop.reports.typography.scripts import stretches
from csq_desktop.texts import language

Canvas = Any  # reportlab.pdfgen.canvas.Canvas, which carries no types
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_BOLD = 600  # the weight from which the bold face is taken


def draw_on(canvas: Canvas, figure: Figure, second: str = "") -> None:
    """Draw a figure of 72 dots to the inch; its lower left corner is the canvas's origin.

    Its ground is left out: paper is white, or tinted by what the chart stands in. `second` is
    another language that its words are in too, one of texts.LANGUAGES.
    """
    figure.patch.set_visible(False)
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    figure.draw(CanvasRenderer(canvas, (width, height), second))


class CanvasRenderer(RendererBase):
    """matplotlib's drawing orders in the words of a PDF page, in our own four faces."""

    writes_narrow_marks = True

    def __init__(self, canvas: Canvas, size: tuple[float, float], second: str = "") -> None:
        super().__init__()
        self._canvas, self._size, self._second = canvas, size, second

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None
    ) -> None:
        """Fill and stroke one path."""
        strokes = gc.get_linewidth() > 0 and _opacity(gc.get_rgb()) > 0
        fills = rgbFace is not None and _opacity(rgbFace) > 0
        if not (strokes or fills):
            return
        with self._state(gc):
            if strokes:
                self._set_stroke(gc)
            if fills:
                self._set_fill(rgbFace, gc)
            drawn = self._canvas.beginPath()
            _trace(drawn, path, transform)
            self._canvas.drawPath(drawn, stroke=int(strokes), fill=int(fills))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Write one line of text, each piece in the face of its language."""
        turned = radians(angle)
        size = prop.get_size_in_points()
        for code, piece in stretches(fonts.clean(s), language(), self._second):
            with self._canvas.spoken(code) if code else nullcontext(), self._state(gc):
                self._set_fill(gc.get_rgb(), gc)
                text = self._canvas.beginText()
                text.setTextTransform(
                    cos(turned), sin(turned), -sin(turned), cos(turned), _short(x), _short(y)
                )
                for face, run in fonts.runs(piece, _is_bold(prop), code):
                    typefaces.need(face)
                    text.setFont(face, _short(size))
                    text.textOut(run)
                self._canvas.drawText(text)
            wide = fonts.width(piece, size, _is_bold(prop), code)
            x, y = x + wide * cos(turned), y + wide * sin(turned)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Extent of a line of text in points, as it will be written."""
        size = prop.get_size_in_points()
        wide = fonts.width(fonts.clean(s), size, _is_bold(prop))
        return wide, size * (fonts.ASCENT + fonts.DESCENT), size * fonts.DESCENT

    def flipy(self) -> bool:
        """Heights grow upwards, as on a PDF page."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The figure's size in points."""
        return self._size

    @contextmanager
    def _state(self, gc: GraphicsContextBase) -> Iterator[None]:
        """The canvas with this context's clipping, as it was before afterwards."""
        clips: list[Any] = [_clip_box(gc), gc.get_clip_path()]
        self._canvas.saveState()
        for path, transform in (clip_path for clip_path in clips if clip_path and clip_path[0]):
            clip = self._canvas.beginPath()
            _trace(clip, path, transform)
            self._canvas.clipPath(clip, stroke=0, fill=0)
        try:
            yield
        finally:
            self._canvas.restoreState()

    def _set_stroke(self, gc: GraphicsContextBase) -> None:
        colour = gc.get_rgb()
        self._canvas.setStrokeColorRGB(*_rounded(colour))
        if _opacity(colour) < 1:
            self._canvas.setStrokeAlpha(_opacity(colour))
        self._canvas.setLineWidth(_short(gc.get_linewidth()))
        self._canvas.setLineCap(_CAPS[str(gc.get_capstyle())])
        self._canvas.setLineJoin(_JOINS[str(gc.get_joinstyle())])
        dashes: Any
        offset, dashes = gc.get_dashes()
        if dashes is not None:
            self._canvas.setDash([_short(length) for length in dashes], _short(offset))

    def _set_fill(self, colour: Sequence[float], gc: GraphicsContextBase) -> None:
        self._canvas.setFillColorRGB(*_rounded(colour))
        opacity = gc.get_alpha() if gc.get_forced_alpha() else _opacity(colour)
        if opacity < 1:
            self._canvas.setFillAlpha(opacity)


def _is_bold(prop: FontProperties) -> bool:
    weight = prop.get_weight()
    return weight == "bold" or (isinstance(weight, int) and weight >= _BOLD)


def _opacity(colour: Sequence[float]) -> float:
    return float(colour[3]) if len(colour) > 3 else 1.0


def _rounded(colour: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(float(part), 4) for part in colour[:3])


def _short(number: float) -> float:
    """A position to a hundredth of a point: finer than any printer, and short in the file."""
    return round(float(number), 2)


def _clip_box(gc: GraphicsContextBase) -> tuple[Path, Transform] | None:
    box = gc.get_clip_rectangle()
    if box is None:
        return None
    x, y, wide, high = box.bounds
    return Path.unit_rectangle(), Affine2D().scale(wide, high).translate(x, y)


def _trace(drawn: Any, path: Path, transform: Transform) -> None:
    """Follow a path with reportlab's pen; quadratic curves become cubic ones."""
    at = (0.0, 0.0)
    for vertices, code in path.iter_segments(transform, simplify=False):
        numbers = [_short(number) for number in vertices]
        if code == Path.CLOSEPOLY:
            drawn.close()
            continue
        if code == Path.MOVETO:
            drawn.moveTo(*numbers)
        elif code == Path.LINETO:
            drawn.lineTo(*numbers)
        else:
            drawn.curveTo(*(_cubic(at, numbers) if code == Path.CURVE3 else numbers))
        at = (numbers[-2], numbers[-1])


def _cubic(at: tuple[float, float], numbers: Sequence[float]) -> list[float]:
    """The cubic curve that equals a quadratic one: control points at two thirds."""
    (x0, y0), (x1, y1, x2, y2) = at, numbers
    first = (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3)
    second = (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3)
    return [_short(number) for number in (*first, *second, x2, y2)]
