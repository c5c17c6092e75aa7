"""Where words go so that they cover neither marks nor each other."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple

_FAR = (1.0, 2.0, 3.5, 5.5, 8.0)  # how far from their point words are tried, in gaps


class Box(NamedTuple):
    """A rectangle in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    def cut(self, *, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> "Box":
        """The rectangle without strips at its sides."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def grown(self, by: float) -> "Box":
        """The rectangle with a margin around it."""
        return self.cut(left=-by, bottom=-by, right=-by, top=-by)

    def shared(self, other: "Box") -> float:
        """The area that two rectangles have in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, across) * max(0.0, up)


def spread(preferred: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Middles for labels of (preferred middle, height) that keep their order and do not overlap.

    The sum of squared moves is least: isotonic regression by pooling neighbours (Ayer et al. 1955).
    """
    order = sorted(range(len(preferred)), key=lambda i: preferred[i][0])
    heights = [preferred[i][1] for i in order]
    offsets = _offsets(heights)
    pooled = _pooled([preferred[i][0] - off for i, off in zip(order, offsets, strict=True)])
    middles = [0.0] * len(preferred)
    for at, i in enumerate(order):
        least = low + heights[0] / 2
        most = high - heights[-1] / 2 - offsets[-1]
        middles[i] = max(least, min(most, pooled[at])) + offsets[at]
    return middles


def _offsets(heights: Sequence[float]) -> list[float]:
    """How far each label's middle stands above the first one's when they are stacked."""
    offsets = [0.0] * len(heights)
    for i in range(1, len(heights)):
        offsets[i] = offsets[i - 1] + (heights[i - 1] + heights[i]) / 2
    return offsets


def _pooled(values: Iterable[float]) -> list[float]:
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    return [total / count for total, count in blocks for _ in range(count)]


def along(points: Sequence[tuple[float, float]], step: float = 4.0) -> list[Box]:
    """Small rectangles that together cover a line through the points."""
    boxes = []
    for (x0, y0), (x1, y1) in pairwise(points):
        parts = max(1, round(hypot(x1 - x0, y1 - y0) / step))
        for k in range(parts + 1):
            x, y = x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts
            boxes.append(Box(x - 1.5, y - 1.5, x + 1.5, y + 1.5))
    return boxes


def along_steps(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Rectangles that cover a line of level and upright stretches."""
    return [
        Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).grown(1.5)
        for (x0, y0), (x1, y1) in pairwise(points)
    ]


def free_of(box: Box, taken: Sequence[Box]) -> bool:
    """Whether a rectangle touches none of those that are taken."""
    return not any(box.shared(other) for other in taken)


def between(
    low: float, high: float, gaps: Iterable[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The stretches from one end to the other that gaps leave."""
    parts, at = [], low
    for start, end in sorted(gaps):
        if start > at:
            parts.append((at, min(start, high)))
        at = max(at, end)
    return [*parts, (at, high)] if at < high else parts


def place(
    size: tuple[float, float],
    point: tuple[float, float],
    taken: Sequence[Box],
    bounds: Box,
    gap: float = 8.0,
) -> Box:
    """A rectangle of a size near a point: least overlap with what is taken, then nearest."""
    # Nothing farther away than this can touch any of the places that are tried.
    reach = Box(*point, *point).grown(gap * _FAR[-1] + max(size))
    taken = [box for box in taken if box.shared(reach) > 0]
    choices = [box for box in _around(size, point, gap) if _inside(box, bounds)]
    choices = choices or [_pushed(box, bounds) for box in _around(size, point, gap)]
    return min(choices, key=lambda box: _cost(box, point, taken))


def _around(size: tuple[float, float], point: tuple[float, float], gap: float) -> list[Box]:
    wide, high = size
    x, y = point
    boxes = []
    for far in (gap * times for times in _FAR):
        lefts = (x + far, x - far - wide, x - wide / 2, x - wide * 0.15, x - wide * 0.85)
        bottoms = (y - high / 2, y + far, y - far - high)
        boxes += [
            Box(left, bottom, left + wide, bottom + high)
            for i, left in enumerate(lefts)
            for bottom in bottoms
            if i < 2 or bottom != bottoms[0]  # level with the point only where it is beside it
        ]
    return boxes


def _inside(box: Box, bounds: Box) -> bool:
    return abs(box.shared(bounds) - box.width * box.height) < 1e-6


def _pushed(box: Box, bounds: Box) -> Box:
    dx = max(0.0, bounds.left - box.left) - max(0.0, box.right - bounds.right)
    dy = max(0.0, bounds.bottom - box.bottom) - max(0.0, box.top - bounds.top)
    return Box(box.left + dx, box.bottom + dy, box.right + dx, box.top + dy)


def _cost(box: Box, point: tuple[float, float], taken: Sequence[Box]) -> float:
    covered = sum(box.shared(other) for other in taken)
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    # Covering a square point weighs as much as 20 points of distance; height weighs more than
    # width, so that words stand beside their mark where they can.
    return covered * 20 + hypot(x - point[0], (y - point[1]) * 1.5)


def thinned(widths: Sequence[float], step: float, gap: float) -> range:
    """Which of evenly spaced labels to write so that none touch: every k-th, the last always."""
    last = len(widths) - 1
    if last < 0:
        return range(0)
    for k in range(1, len(widths) + 1):
        places = range(last, -1, -k)
        pairs = pairwise(places)
        if all((widths[a] + widths[b]) / 2 + gap <= step * k for a, b in pairs):
            return places
    return range(last, last - 1, -1)
