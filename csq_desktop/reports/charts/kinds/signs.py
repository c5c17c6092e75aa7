"""The signs of a scorecard: shapes that differ without their colour.

A ring for what goes on as before, a disc for better, a diamond for worse; each has its mark inside.
"""

from collections.abc import Callable, Sequence

from csq_desktop.domain.indicators.signs import Assurance, Variation
from csq_desktop.domain.paper.charts import SignSpec
from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Shape, Sheet

Point = tuple[float, float]
Draw = Callable[[Sheet, Box, int], None]
_WAVE = ((-0.6, 0.0), (-0.35, 0.35), (0.0, -0.35), (0.35, 0.35), (0.6, 0.0))
_TICK = ((-0.5, 0.0), (-0.12, -0.38), (0.5, 0.42))
_CROSS = (((-0.38, -0.38), (0.38, 0.38)), ((-0.38, 0.38), (0.38, -0.38)))
_HOOK = ((-0.3, 0.22), (-0.15, 0.45), (0.15, 0.45), (0.3, 0.22), (0.0, -0.05), (0.0, -0.2))
_POINT = ((-0.02, -0.48), (0.02, -0.52))


def draw(sheet: Sheet, spec: SignSpec, area: Box) -> None:
    """Draw the sign into the middle of an area; nothing that is not assessed has a dash."""
    _SIGNS[spec.sign](sheet, area, spec.side)


def _usual(sheet: Sheet, area: Box, _side: int) -> None:
    _ring(sheet, area, "round", sheet.look.soft)
    _stroke(sheet, area, _WAVE, sheet.look.soft)


def _better(sheet: Sheet, area: Box, side: int) -> None:
    sheet.mark(_middle(area), "round", _size(area), Meaning.GOOD)
    _arrow(sheet, area, side, sheet.look.paper)


def _worse(sheet: Sheet, area: Box, side: int) -> None:
    sheet.mark(_middle(area), "diamond", _size(area) * 0.86, Meaning.BAD)
    _arrow(sheet, area, side, sheet.look.paper)


def _both(sheet: Sheet, area: Box, _side: int) -> None:
    """A square with an arrow up and one down."""
    _ring(sheet, area, "square", sheet.look.fills[Meaning.BAD])
    for x, side in ((-0.32, 1), (0.32, -1)):
        _arrow(sheet, area, side, sheet.look.ink, x)


def _safe(sheet: Sheet, area: Box, _side: int) -> None:
    _ring(sheet, area, "round", sheet.look.fills[Meaning.GOOD])
    _stroke(sheet, area, _TICK, sheet.look.fills[Meaning.GOOD])


def _by_chance(sheet: Sheet, area: Box, _side: int) -> None:
    """A question mark without a ring round it: nothing holds it."""
    for stroke in (_HOOK, _POINT):
        _stroke(sheet, area, [(1.4 * x, 1.4 * y) for x, y in stroke], sheet.look.soft)


def _out_of_reach(sheet: Sheet, area: Box, _side: int) -> None:
    _ring(sheet, area, "diamond", sheet.look.fills[Meaning.BAD])
    for stroke in _CROSS:
        points = [(0.7 * x, 0.7 * y) for x, y in stroke]
        _stroke(sheet, area, points, sheet.look.fills[Meaning.BAD])


def _unknown(sheet: Sheet, area: Box, _side: int) -> None:
    _stroke(sheet, area, ((-0.3, 0.0), (0.3, 0.0)), sheet.look.soft)


def _ring(sheet: Sheet, area: Box, shape: Shape, colour: str) -> None:
    size = _size(area) * (0.86 if shape == "diamond" else 1.0)
    sheet.ring(_middle(area), shape, size, (colour, sheet.look.stroke * 0.8))


def _arrow(sheet: Sheet, area: Box, side: int, colour: str, x: float = 0.0) -> None:
    """An arrow up (1) or down (−1), at a place across the sign (−1..1)."""
    up = side or 1
    _stroke(sheet, area, ((x, -0.42 * up), (x, 0.42 * up)), colour)
    _stroke(sheet, area, ((x - 0.24, 0.14 * up), (x, 0.42 * up), (x + 0.24, 0.14 * up)), colour)


def _stroke(sheet: Sheet, area: Box, points: Sequence[Point], colour: str) -> None:
    """A line through points of the sign, from −1 to 1 both ways."""
    (x, y), half = _middle(area), _size(area) / 2
    line = [(x + dx * half, y + dy * half) for dx, dy in points]
    sheet.line(line, colour, sheet.look.stroke * 0.8)


def _middle(area: Box) -> Point:
    return (area.left + area.right) / 2, (area.bottom + area.top) / 2


def _size(area: Box) -> float:
    return min(area.right - area.left, area.top - area.bottom) * 0.86


_SIGNS: dict[Variation | Assurance, Draw] = {
    Variation.USUAL: _usual,
    Variation.BETTER: _better,
    Variation.WORSE: _worse,
    Variation.BOTH: _both,
    Variation.UNKNOWN: _unknown,
    Assurance.ALWAYS: _safe,
    Assurance.CHANCE: _by_chance,
    Assurance.NEVER: _out_of_reach,
}
