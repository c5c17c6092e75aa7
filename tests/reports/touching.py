"""What words of a drawn chart touch: lines other than those of the grid, marks and other words."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from matplotlib.lines import Line2D

from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import ChartFigure, TextLine
from csq_desktop.reports.typography.look import Look

Point = tuple[float, float]


def words_of(figure: ChartFigure) -> list[str]:
    """Each line of text of a drawn chart."""
    return [text.text for text in _texts(figure)]


def _texts(figure: ChartFigure) -> list[TextLine]:
    return [part for part in figure.get_children() if isinstance(part, TextLine)]


def touched(figure: ChartFigure, look: Look) -> list[str]:
    """Each line of text that a line or another text runs into."""
    texts = _texts(figure)
    lines = [part for part in figure.get_children() if isinstance(part, Line2D)]
    stretches = [
        stretch for line in lines if line.get_color() != look.grid for stretch in _stretches(line)
    ]
    found = []
    for at, text in enumerate(texts):
        inner = text.box.grown(-0.5)
        found += [f"{text.text} and a line at {a}" for a, b in stretches if _crosses(inner, a, b)]
        others = texts[at + 1 :]
        found += [
            f"{text.text} and {each.text}" for each in others if text.box.shared(each.box) > 1
        ]
    return found


def _stretches(line: Line2D) -> Iterator[tuple[Point, Point]]:
    points = zip(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), strict=True)
    yield from pairwise((float(x), float(y)) for x, y in points)


def _crosses(box: Box, start: Point, end: Point) -> bool:
    """Whether a stretch runs through a box: what the box leaves of it (Liang and Barsky 1984)."""
    first, last = 0.0, 1.0
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    for way, room in (
        (-dx, x - box.left), (dx, box.right - x), (-dy, y - box.bottom), (dy, box.top - y)
    ):  # fmt: skip
        if way == 0:
            if room < 0:
                return False
        elif way < 0:
            first = max(first, room / way)
        else:
            last = min(last, room / way)
    return first < last
