"""Pareto chart: causes by size, and beside them how much the largest make up together."""

from collections.abc import Sequence
from itertools import accumulate

from csq_desktop.domain.paper.charts import Bar, ParetoSpec, cut_to
from csq_desktop.domain.tones import Meaning, Tone
from csq_desktop.domain.words import wording
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.charts.kinds import rows
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import DASHED, Ink, Sheet
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import trc


def draw(sheet: Sheet, spec: ParetoSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    bars = _shown(spec)
    shares = _shares(bars)
    head = look.small * 2.2
    few = _few(shares, spec.mark_at)
    names = [_name(bar, is_few=not few or i < few) for i, bar in enumerate(bars)]
    strips = rows.lay_out(sheet, area.cut(top=head), names)
    together = strips.box._replace(left=_split(strips.box.left, area) + look.text)
    line = own_scale(sheet, spec, area).shared(spec.per_unit)
    _bars(sheet, spec, line, list(zip(bars, strips.rows, strict=True)))
    box = strips.box
    sheet.line([(box.left, box.bottom), (box.left, box.top)], look.line, look.stroke * 0.5)
    if 0 < few < len(bars):
        _divide(sheet, strips.box, strips.rows[few - 1])
    _together(sheet, spec, together, list(zip(shares, strips.rows, strict=True)))


def own_scale(sheet: Sheet, spec: ParetoSpec, area: Box) -> scale.Scale:
    """The scale across where the chart is alone: its longest bar has all the room."""
    look, bars = sheet.look, _shown(spec)
    names = [typeset.TextSpan(bar.label) for bar in bars]
    left = area.left + rows.names_room(sheet, area, names) + look.text
    widest = max((fonts.width(_amount(bar, spec), look.text) for bar in bars), default=0.0)
    low, high = scale.from_zero((bar.value for bar in bars), spec.unit)
    return scale.Scale(low, high, left, _split(left, area) - 2 * look.text - widest)


def _shown(spec: ParetoSpec) -> tuple[Bar, ...]:
    """The bars by size, the small ones together."""
    return cut_to(spec.bars, spec.most, doubled(spec, lambda: trc("chart", "all others")))


def _split(left: float, area: Box) -> float:
    """Where the bars end and their shares begin."""
    return left + (area.right - left) * 0.62


def _name(bar: Bar, *, is_few: bool) -> typeset.TextSpan:
    """A cause's name: quieter where it is none of the few that the finding is about."""
    return typeset.TextSpan(bar.label, tone=Tone.PLAIN if is_few else Tone.SOFT)


def _divide(sheet: Sheet, box: Box, last: rows.RowStrip) -> None:
    """A line beneath the last of the few."""
    y = last.middle - last.high / 2
    sheet.line([(box.left, y), (box.right, y)], sheet.look.soft, sheet.look.stroke * 0.5, DASHED)


def _shares(bars: Sequence[Bar]) -> list[float]:
    """Cumulative shares 0..1; zeros when nothing was counted."""
    total = sum(bar.value for bar in bars)
    return [value / total if total else 0.0 for value in accumulate(bar.value for bar in bars)]


def _few(shares: Sequence[float], mark_at: float | None) -> int:
    """How many of the largest are needed to reach the marked share; none where none is marked."""
    if mark_at is None:
        return 0
    return next((i + 1 for i, share in enumerate(shares) if share >= mark_at), len(shares))


def _bars(
    sheet: Sheet,
    spec: ParetoSpec,
    line: scale.Scale,
    strips: Sequence[tuple[Bar, rows.RowStrip]],
) -> None:
    look = sheet.look
    for bar, row in strips:
        half, end, text = row.high * 0.29, line.at(bar.value), _amount(bar, spec)
        sheet.bar(Box(line.start, row.middle - half, end, row.middle + half), bar.meaning)
        ink = Ink(look.text, look.ink)
        sheet.beside((end + look.text * 0.5, row.middle), text, ink, "left")
        sheet.spot((end, row.middle), labelled(bar.label, text))


def _amount(bar: Bar, spec: ParetoSpec) -> str:
    text = scale.value_text(bar.value, spec.unit)
    return f"{text} · {bar.note}" if bar.note else text


def _together(
    sheet: Sheet, spec: ParetoSpec, box: Box, strips: Sequence[tuple[float, rows.RowStrip]]
) -> None:
    """The cumulative share as a line downwards, each step in words."""
    look = sheet.look
    room = fonts.width("100%", look.text) + look.text
    line = scale.Scale(0.0, 1.0, box.left, box.right - room)
    for share in (0.0, 1.0):
        rule = [(line.at(share), box.bottom), (line.at(share), box.top)]
        sheet.line(rule, look.grid, look.stroke * 0.5)
    _head(sheet, spec, box, line)
    places = [(line.at(share), row.middle) for share, row in strips]
    if len(places) > 1:
        sheet.line(places, look.fills[Meaning.ACTUAL], look.stroke)
    for place, (share, _) in zip(places, strips, strict=True):
        sheet.mark(place, "round", look.dot, Meaning.ACTUAL)
        ink = Ink(look.text, look.soft)
        sheet.beside((box.right, place[1]), wording.percent_text(share, 0), ink, "right")


def _head(sheet: Sheet, spec: ParetoSpec, box: Box, line: scale.Scale) -> None:
    """What the line adds up, left out where there is no room beside the marked share."""
    look, y = sheet.look, box.top + sheet.look.small * 0.9
    ink, free = Ink(look.small, look.soft), box.right
    name = doubled(spec, lambda: trc("chart", "cumulative"))
    if spec.mark_at is not None:
        x, text = line.at(spec.mark_at), wording.percent_text(spec.mark_at, 0)
        sheet.line([(x, box.bottom), (x, box.top)], look.soft, look.stroke * 0.5, DASHED)
        sheet.words((x, y), text, ink, "middle")
        free = x - fonts.width(text, look.small) / 2 - look.small * 0.5
    if box.left + fonts.width(name, look.small) <= free:
        sheet.words((box.left, y), name, ink)
