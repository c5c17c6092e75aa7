"""Charts whose lines are rows: a name at the left, a mark on a scale, words at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.domain.tones import Meaning
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Align, Ink, Sheet, leading
from csq_desktop.reports.typography import fonts, typeset

_MOST_LINES = 2


@dataclass(frozen=True)
class RowStrip:
    """The strip one name stands in: its middle height and how high it is."""

    middle: float
    high: float


@dataclass(frozen=True)
class Rows:
    """The strips of a chart of rows, top first, and the box right of the names."""

    box: Box
    rows: tuple[RowStrip, ...]


def lay_out(sheet: Sheet, area: Box, names: Sequence[typeset.TextSpan]) -> Rows:
    """Write the names at the left, each in an equal strip, and give back the room beside them."""
    look = sheet.look
    room = names_room(sheet, area, names)
    most = look.text * (5.2 if any("\n" in name.text for name in names) else 3.4)
    high = min(area.height / max(1, len(names)), most)
    rows = tuple(RowStrip(area.top - (i + 0.5) * high, high) for i in range(len(names)))
    for name, row in zip(names, rows, strict=True):
        box = Box(area.left, row.middle - high / 2, area.left + room, row.middle + high / 2)
        write(sheet, box, name, "left")
    bottom = area.top - high * len(names)
    return Rows(Box(area.left + room + look.text, bottom, area.right, area.top), rows)


def names_room(sheet: Sheet, area: Box, names: Sequence[typeset.TextSpan]) -> float:
    """How wide the names are at the left."""
    size = sheet.look.text
    widest = max((typeset.widest_line(name, size) for name in names), default=0.0)
    return min(area.width * 0.34, widest)


def write(sheet: Sheet, box: Box, text: typeset.TextSpan, align: Align) -> None:
    """A text in at most two lines for each language, level with the middle of a box."""
    look = sheet.look
    lines = typeset.lines(text, look.text, box.width)
    most = _MOST_LINES * (1 + text.text.count("\n"))
    fits = max(1, min(most, int(box.height / leading(look.text) + 0.1)))
    if len(lines) > fits:
        lines = _shortened(lines, fits, look.text, box.width)
    x = {"left": box.left, "middle": (box.left + box.right) / 2, "right": box.right}[align]
    top = (box.bottom + box.top) / 2 + (len(lines) - 1) * leading(look.text) / 2
    ink = Ink(look.text, look.ink_of(text.tone), text.bold)
    for i, line in enumerate(lines):
        sheet.beside((x, top - i * leading(look.text)), line.text, ink, align)


def _shortened(
    lines: Sequence[typeset.Line], fits: int, size: float, room: float
) -> tuple[typeset.Line, ...]:
    last = lines[fits - 1]
    bold = last.spans[0].bold if last.spans else False
    text = typeset.shortened(last.text + "…", size, room, bold)
    return (*lines[: fits - 1], typeset.Line((typeset.TextSpan(text, bold),), room))


def tick_key(sheet: Sheet, at: tuple[float, float], text: str, meaning: Meaning) -> float:
    """A small upright tick and what it stands for; the x where the words end."""
    look = sheet.look
    x, y = at[0] + look.stroke, at[1]
    tick = [(x, y - look.small * 0.1), (x, y + look.small * 0.8)]
    sheet.line(tick, look.fills[meaning], look.stroke)
    sheet.words((x + look.small * 0.6, y), text, Ink(look.small, look.soft))
    return x + look.small * 0.6 + fonts.width(text, look.small)


def whisker_key(sheet: Sheet, at: tuple[float, float], text: str) -> None:
    """A small interval with its ends and what it stands for."""
    look = sheet.look
    x, y = at[0], at[1] + look.small * fonts.CAP_HEIGHT / 2
    end = x + look.small * 1.8
    for line in ([(x, y), (end, y)], *([(e, y - 2), (e, y + 2)] for e in (x, end))):
        sheet.line(line, look.soft, look.stroke * 0.8)
    sheet.words((end + look.small * 0.5, at[1]), text, Ink(look.small, look.soft))
