"""Fishbone (Ishikawa): an effect at the head, causes along a bone for each kind of cause."""

from math import ceil

from csq_desktop.domain.paper.charts import FishboneBranch, FishboneCause, FishboneSpec
from csq_desktop.domain.tones import Meaning
from csq_desktop.domain.words.wording import count_text, labelled
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Ink, Sheet, leading
from csq_desktop.reports.typography import typeset

_HEAD = 0.2
"""The part of the width that the effect takes at the right."""
_SLANT = 0.16
"""How far a bone leans, as a part of its column."""


def draw(sheet: Sheet, spec: FishboneSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    head = Box(area.right - area.width * _HEAD, area.bottom, area.right, area.top)
    body = area.cut(right=head.width + look.text)
    middle = (area.bottom + area.top) / 2
    sheet.line([(body.left, middle), (head.left, middle)], look.ink, look.stroke * 1.6)
    _effect(sheet, spec.effect, head, middle)
    columns = max(1, ceil(len(spec.branches) / 2))
    wide = body.width / columns
    for place, branch in enumerate(spec.branches):
        left = body.left + (place // 2) * wide
        is_above = place % 2 == 0
        bottom, top = (middle, body.top) if is_above else (body.bottom, middle)
        _bone(sheet, branch, Box(left, bottom, left + wide, top), is_above=is_above)


def _effect(sheet: Sheet, effect: str, head: Box, middle: float) -> None:
    """What is explained, in a frame at the end of the spine."""
    look = sheet.look
    room = head.width - look.text * 1.4
    lines = typeset.lines(typeset.TextSpan(effect, bold=True), look.text, room)[:6]
    high = len(lines) * leading(look.text) + look.text
    frame = Box(head.left, middle - high / 2, head.right, middle + high / 2)
    sheet.outline(frame, look.ink, look.stroke)
    inner = frame.cut(left=look.text * 0.7, top=look.text * 0.5)
    sheet.lines(inner, lines, Ink(look.text, look.ink, bold=True), "left")


def _bone(sheet: Sheet, branch: FishboneBranch, column: Box, *, is_above: bool) -> None:
    """One kind of cause: its name at the outer end, its causes along the bone."""
    look = sheet.look
    line = leading(look.text)
    outer = column.top - line if is_above else column.bottom + line
    inner = column.bottom if is_above else column.top
    lean, end = column.width * _SLANT, column.right
    foot, tip = (end, inner), (end - lean, outer)
    is_known = bool(branch.causes)
    colour = look.ink if is_known else look.grid
    sheet.line([tip, foot], colour, look.stroke * (1.0 if is_known else 0.7))
    ink = Ink(look.text, look.ink if is_known else look.soft, bold=is_known)
    name = typeset.shortened(branch.label, look.text, column.width - look.text, bold=is_known)
    baseline = column.top - look.text if is_above else column.bottom + look.text * 0.2
    sheet.words((end - lean, baseline), name, ink, "right")
    rows = max(1, int(abs(outer - inner) / (line * 1.5)))
    shown = _fitting(branch.causes, rows)
    step = abs(outer - inner) / (len(shown) + 1)
    for number, cause in enumerate(shown, start=1):
        share = number / (len(shown) + 1)
        y = outer - number * step if is_above else outer + number * step
        at = (end - lean + lean * share, y)
        _cause(sheet, cause, at, (column.left, branch.label, step > line * 2))


def _fitting(causes: tuple[FishboneCause, ...], rows: int) -> tuple[FishboneCause, ...]:
    """As many causes as there is room for; the table beside the chart has all of them."""
    if len(causes) <= rows:
        return causes
    return (*causes[: rows - 1], FishboneCause(f"+ {count_text(len(causes) - rows + 1)}"))


def _cause(
    sheet: Sheet, cause: FishboneCause, at: tuple[float, float], beside: tuple[float, str, bool]
) -> None:
    """A cause left of its bone, on a small bone of its own; the main one is marked."""
    look = sheet.look
    (x, y), (left, kind, is_roomy) = at, beside
    count = "" if cause.count is None else f" · {count_text(cause.count)}"
    text = f"{cause.text}{count}"
    room = x - look.text * 2.1 - left
    sheet.line([(x - look.text, y), (x, y)], look.ink, look.stroke * 0.8)
    if cause.is_main:
        sheet.mark((x - look.text, y), "diamond", look.dot * 1.4, Meaning.ACTUAL)
    ink = Ink(look.text, look.ink, bold=cause.is_main)
    lines = _broken(cause.text, count, room, ink, is_roomy=is_roomy)
    y += (len(lines) - 1) * leading(look.text) * 0.45
    for number, words in enumerate(lines):
        place = (x - look.text * 1.6, y - number * leading(look.text) * 0.9)
        sheet.beside(place, words, ink, "right")
    sheet.spot((x - look.text, y), labelled(kind, text))


def _broken(text: str, count: str, room: float, ink: Ink, *, is_roomy: bool) -> list[str]:
    """A cause on a line, or on two where its neighbours leave room; its count is never cut off."""
    span = typeset.TextSpan(f"{text}{count}", ink.bold)
    lines = [line.text for line in typeset.balanced(span, ink.size, room)]
    if len(lines) == 1 or (len(lines) == 2 and is_roomy):
        return lines
    first = [lines[0]] if is_roomy else []
    rest = text.removeprefix("".join(first)).strip()
    left = room - typeset.width(typeset.TextSpan(count, ink.bold), ink.size)
    return [*first, typeset.shortened(rest, ink.size, left, bold=ink.bold) + count]
