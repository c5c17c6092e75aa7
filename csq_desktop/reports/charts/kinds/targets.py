"""Figures against targets: each with its interval, its target and the verdict in a word."""

from csq_desktop.domain.paper.charts import TargetRow, TargetsSpec
from csq_desktop.domain.tones import SHAPES, Meaning, Tone
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.charts.kinds import rows
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Ink, Shape, Sheet
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import tr, trc

_MEANINGS = {
    Tone.SOFT: Meaning.LEFT_OUT,
    Tone.GOOD: Meaning.GOOD,
    Tone.WARN: Meaning.WARN,
    Tone.BAD: Meaning.BAD,
}


def draw(sheet: Sheet, spec: TargetsSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    names = [typeset.TextSpan(row.label) for row in spec.rows]
    strips = rows.lay_out(sheet, area.cut(bottom=look.small * 2, top=look.small * 1.6), names)
    room = _room(sheet, spec)
    plot = strips.box._replace(right=strips.box.right - room - look.text)
    low, high = _range(spec)
    across = scale.Scale(low, high, plot.left, plot.right)
    _grid(sheet, spec, plot, across)
    _key(sheet, spec, (plot.left, plot.top + look.small * 0.7))
    for row, strip in zip(spec.rows, strips.rows, strict=True):
        _row(sheet, row, strip, across)
        _verdict(sheet, spec, row, (plot.right + look.text, strip.middle))


def _range(spec: TargetsSpec) -> tuple[float, float]:
    values = [
        value
        for row in spec.rows
        for value in (row.value, row.low, row.high, row.target)
        if value is not None
    ]
    return scale.around(values, spec.unit)


def _room(sheet: Sheet, spec: TargetsSpec) -> float:
    look = sheet.look
    values = max((fonts.width(_value(row, spec), look.text, True) for row in spec.rows), default=0)
    words = max((fonts.width(_word(row), look.text) for row in spec.rows), default=0)
    return values + look.text + words


def _value(row: TargetRow, spec: TargetsSpec) -> str:
    return "–" if row.value is None else scale.value_text(row.value, spec.unit, row.target)


def _word(row: TargetRow) -> str:
    return f"{SHAPES[row.tone]} {row.word}".strip()


def _grid(sheet: Sheet, spec: TargetsSpec, box: Box, across: scale.Scale) -> None:
    look = sheet.look
    marks = scale.ticks(across.low, across.high, spec.unit, 5)
    step = marks[1] - marks[0] if len(marks) > 1 else across.high - across.low
    for mark in marks:
        x = across.at(mark)
        sheet.line([(x, box.bottom), (x, box.top)], look.grid, look.stroke * 0.4)
        text = scale.tick_text(mark, spec.unit, step)
        sheet.words((x, box.bottom - look.small * 1.4), text, Ink(look.small, look.soft), "middle")


def _key(sheet: Sheet, spec: TargetsSpec, at: tuple[float, float]) -> None:
    """What tick and whisker stand for."""
    target = doubled(spec, lambda: trc("chart", "target"))
    end = rows.tick_key(sheet, at, target, Meaning.TARGET)
    interval = doubled(spec, lambda: trc("chart", "95% interval"))
    rows.whisker_key(sheet, (end + sheet.look.small * 1.4, at[1]), interval)


def _row(sheet: Sheet, row: TargetRow, strip: rows.RowStrip, across: scale.Scale) -> None:
    look = sheet.look
    meaning = _MEANINGS.get(row.tone, Meaning.ACTUAL)
    colour = look.fills[meaning]
    y, half = strip.middle, min(strip.high * 0.3, look.text * 0.75)
    if row.target is not None:
        x = across.at(row.target)
        rule = [(x, y - half), (x, y + half)]
        sheet.line(rule, look.fills[Meaning.TARGET], look.stroke * 1.1)
    if row.low is not None and row.high is not None:
        low, high = across.at(row.low), across.at(row.high)
        sheet.line([(low, y), (high, y)], colour, look.stroke * 0.8)
        for x in (low, high):
            sheet.line([(x, y - half * 0.45), (x, y + half * 0.45)], colour, look.stroke * 0.8)
    if row.value is not None:
        place = (across.at(row.value), y)
        shape: Shape = "diamond" if row.tone is Tone.BAD else "round"
        sheet.mark(place, shape, look.dot * 1.3, meaning)


def _verdict(sheet: Sheet, spec: TargetsSpec, row: TargetRow, at: tuple[float, float]) -> None:
    """The value in figures and the verdict as shape and word."""
    look = sheet.look
    value = _value(row, spec)
    widest = max(fonts.width(_value(row, spec), look.text, True) for row in spec.rows)
    x, y = at
    sheet.beside((x + widest, y), value, Ink(look.text, look.ink, bold=True), "right")
    ink = Ink(look.text, look.ink_of(row.tone))
    sheet.beside((x + widest + look.text, y), _word(row), ink, "left")
    parts = [row.label, value, _word(row)]
    if row.target is not None:
        parts.append(tr("target {value}", value=scale.value_text(row.target, spec.unit)))
    sheet.spot(at, tr(", ").join(part for part in parts if part))
