"""Charts whose bars stand up: shared strokes of ageing, balance and stacked trends."""

from collections.abc import Sequence

from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Ink, Sheet, leading
from csq_desktop.reports.typography import typeset

_MOST_LINES = 3


def foot_of(sheet: Sheet, names: Sequence[str], slot: float) -> float:
    """How much height the names under the columns need."""
    look = sheet.look
    most = max((len(_name(sheet, name, slot)) for name in names), default=1)
    return most * leading(look.text) + look.text * 0.5


def _name(sheet: Sheet, name: str, slot: float) -> tuple[typeset.Line, ...]:
    look = sheet.look
    most = _MOST_LINES + name.count("\n")
    return typeset.lines(name, look.text, slot * 0.94)[:most]


def write_name(sheet: Sheet, middle: float, top: float, named: tuple[str, float]) -> None:
    """A column's name under it, broken to its slot: `named` is (name, slot)."""
    look = sheet.look
    name, slot = named
    box = Box(middle - slot / 2, 0, middle + slot / 2, top - look.text * 0.4)
    sheet.lines(box, _name(sheet, name, slot), Ink(look.text, look.ink), "middle")


def floor_line(sheet: Sheet, box: Box, y: float) -> None:
    """The line columns stand on."""
    sheet.line([(box.left, y), (box.right, y)], sheet.look.line, sheet.look.stroke * 0.5)
