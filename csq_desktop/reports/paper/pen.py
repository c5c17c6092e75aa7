"""Strokes and words on a reportlab canvas, in our faces and the colours of print."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import style, typefaces
from csq_desktop.reports.typography import fonts, typeset

Canvas = Any  # reportlab.pdfgen.canvas.Canvas, which carries no types


def fill(canvas: Canvas, colour: str) -> None:
    """Fill what follows with a colour such as #0f6e84."""
    canvas.setFillColorRGB(*_parts(colour))


def stroke(canvas: Canvas, colour: str, width: float = style.HAIR) -> None:
    """Draw lines that follow in a colour and width."""
    canvas.setStrokeColorRGB(*_parts(colour))
    canvas.setLineWidth(width)


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(round(int(colour[i : i + 2], 16) / 255, 4) for i in (1, 3, 5))


def rule(
    canvas: Canvas, ends: tuple[float, float, float, float], colour: str = style.LOOK.line
) -> None:
    """A hairline between two points (x0, y0, x1, y1)."""
    stroke(canvas, colour)
    canvas.line(*ends)


def panel(
    canvas: Canvas, box: tuple[float, float, float, float], ground: str, edge: str = ""
) -> None:
    """A rounded rectangle (x, y, width, height) with an edge when one is named."""
    fill(canvas, ground)
    if edge:
        stroke(canvas, edge)
    canvas.roundRect(*box, style.RADIUS, stroke=int(bool(edge)), fill=1)


def tick_box(canvas: Canvas, x: float, y: float, side: float, ticked: bool = False) -> None:
    """An open box with its lower left corner at a point, ticked or to be ticked."""
    stroke(canvas, style.LOOK.ink, 0.7)
    canvas.rect(x, y, side, side, stroke=1, fill=0)
    if ticked:
        stroke(canvas, style.LOOK.ink, 1.2)
        canvas.lines(
            [
                (x + side * 0.2, y + side * 0.5, x + side * 0.42, y + side * 0.25),
                (x + side * 0.42, y + side * 0.25, x + side * 0.82, y + side * 0.8),
            ]
        )


def words(
    canvas: Canvas,
    place: tuple[float, float],
    spans: Sequence[typeset.TextSpan],
    size: float,
    plain: Tone = Tone.PLAIN,
) -> None:
    """One line of spans from a point on the baseline; `plain` is the tone of untoned spans."""
    x, y = place
    for language, group in groupby(spans, key=lambda span: span.language):
        part = tuple(group)
        with canvas.spoken(language):
            _write(canvas, (x, y), part, size, plain)
        x += typeset.width(part, size)


def _write(
    canvas: Canvas,
    place: tuple[float, float],
    spans: Sequence[typeset.TextSpan],
    size: float,
    plain: Tone,
) -> None:
    text = canvas.beginText()
    text.setTextOrigin(round(place[0], 2), round(place[1], 2))
    for span in spans:
        tone = plain if span.tone is Tone.PLAIN else span.tone
        text.setFillColorRGB(*_parts(style.LOOK.ink_of(tone)))
        for name, piece in fonts.runs(span.text, span.bold, span.language):
            typefaces.need(name)
            text.setFont(name, size)
            text.textOut(piece)
    canvas.drawText(text)


def line(
    canvas: Canvas,
    place: tuple[float, float],
    text: typeset.Text,
    size: float,
    align: str = "left",
) -> None:
    """One unbroken line whose left end, middle or right end stands at a point."""
    spans = typeset.spans(text)
    back = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
    x = place[0] - back * typeset.width(spans, size)
    words(canvas, (x, place[1]), spans, size)


def soft(text: typeset.Text) -> tuple[typeset.TextSpan, ...]:
    """Words that stand back behind others."""
    return typeset.toned(text, Tone.SOFT)
