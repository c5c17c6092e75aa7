"""Ageing chart: one column a span of age, its number on top, its name and tone beneath."""

from csq_desktop.domain.paper.charts import AgeingSpec, Bar
from csq_desktop.domain.words.wording import labelled
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.kinds import columns
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import Ink, Sheet, leading
from csq_desktop.reports.typography import typeset


def draw(sheet: Sheet, spec: AgeingSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    slot = area.width / max(1, len(spec.bars))
    notes = [_note(sheet, bar, slot) for bar in spec.bars]
    upward = own_scale(sheet, spec, area).shared(spec.per_unit)
    box = area._replace(bottom=upward.start, top=upward.end)
    for i, bar in enumerate(spec.bars):
        middle = box.left + (i + 0.5) * slot
        half = min(slot * 0.36, look.text * 4.5)
        top = upward.at(bar.value)
        reached = 0.0
        for part, meaning in bar.parts or ((bar.value, bar.meaning),):
            foot, reached = upward.at(reached), reached + part
            sheet.bar(Box(middle - half, foot, middle + half, upward.at(reached)), meaning)
            if foot > box.bottom:  # parts are told apart in grey, too
                sheet.line([(middle - half, foot), (middle + half, foot)], look.paper, look.stroke)
        _tell(sheet, bar, (middle, top), notes[i], scale.value_text(bar.value, spec.unit))
        columns.write_name(sheet, middle, box.bottom, (bar.label, slot))
    columns.floor_line(sheet, box, box.bottom)


def own_scale(sheet: Sheet, spec: AgeingSpec, area: Box) -> scale.Scale:
    """The scale upwards where the chart is alone: its highest column has all the height."""
    slot = area.width / max(1, len(spec.bars))
    lines = max((len(_note(sheet, bar, slot)) for bar in spec.bars), default=0)
    foot = columns.foot_of(sheet, [bar.label for bar in spec.bars], slot)
    low, high = scale.from_zero((bar.value for bar in spec.bars), spec.unit)
    top = area.top - leading(sheet.look.text) * (1.3 + lines)
    return scale.Scale(low, high, area.bottom + foot, top)


def _note(sheet: Sheet, bar: Bar, slot: float) -> tuple[typeset.Line, ...]:
    """A column's note, broken to its slot."""
    return typeset.lines(bar.note, sheet.look.small, slot * 0.94) if bar.note else ()


def _tell(
    sheet: Sheet,
    bar: Bar,
    at: tuple[float, float],
    note: tuple[typeset.Line, ...],
    text: str,
) -> None:
    """The number above the column, and its note between both."""
    look = sheet.look
    middle, y = at
    ink = Ink(look.small, look.ink_of(bar.meaning.tone))
    for line in reversed(note):
        sheet.words((middle, y + look.text * 0.55), line.text, ink, "middle")
        y += leading(look.small)
    sheet.words((middle, y + look.text * 0.55), text, Ink(look.text, look.ink, True), "middle")
    sheet.spot(at, labelled(bar.label, f"{text} {bar.note}".strip()))
