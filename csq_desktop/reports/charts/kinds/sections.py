"""Checklist scores by section: a bar each, the last visit's score as a tick, faults in words."""

from csq_desktop.domain.paper.charts import SectionRow, SectionsSpec
from csq_desktop.domain.tones import SHAPES, Meaning, Tone
from csq_desktop.domain.words import wording
from csq_desktop.reports.charts import scale
from csq_desktop.reports.charts.bilingual import doubled
from csq_desktop.reports.charts.kinds import rows
from csq_desktop.reports.charts.labels import Box
from csq_desktop.reports.charts.sheet import DASHED, Ink, Sheet
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.texts import tr, trc, trn


def draw(sheet: Sheet, spec: SectionsSpec, area: Box) -> None:
    """Draw the chart into an area of the sheet."""
    look = sheet.look
    names = [typeset.TextSpan(row.label, bold=row.total) for row in spec.rows]
    head = look.small * 1.8 if spec.before_label else 0.0
    foot = look.small * 1.6 if spec.target is not None else 0.0
    strips = rows.lay_out(sheet, area.cut(top=head, bottom=foot), names)
    room = max((fonts.width(_remark(spec, row), look.text) for row in spec.rows), default=0.0)
    percents = fonts.width("100.0%", look.text, bold=True)
    plot = strips.box._replace(right=strips.box.right - room - percents - look.text * 1.6)
    across = scale.Scale(0.0, 1.0, plot.left, plot.right)
    for share in (0.0, 1.0):
        rule = [(across.at(share), strips.box.bottom), (across.at(share), strips.box.top)]
        sheet.line(rule, look.grid, look.stroke * 0.5)
    for row, strip in zip(spec.rows, strips.rows, strict=True):
        _row(sheet, row, strip, across)
        x = plot.right + look.text * 0.6 + percents
        _words(sheet, spec, row, (x, strip.middle))
    _target(sheet, spec, plot, across)
    _before(sheet, spec, plot)


def _row(sheet: Sheet, row: SectionRow, strip: rows.RowStrip, across: scale.Scale) -> None:
    look, y = sheet.look, strip.middle
    half = min(strip.high * 0.26, look.text * 0.7)
    if row.share is not None:
        meaning = Meaning.BAD if row.critical else Meaning.ACTUAL
        sheet.bar(Box(across.start, y - half, across.at(row.share), y + half), meaning)
    if row.before is not None:
        x = across.at(row.before)
        tick = [(x, y - half * 1.6), (x, y + half * 1.6)]
        sheet.line(tick, look.paper, look.stroke * 2.2)
        sheet.line(tick, look.fills[Meaning.PREVIOUS], look.stroke)


def _words(sheet: Sheet, spec: SectionsSpec, row: SectionRow, at: tuple[float, float]) -> None:
    look, remark = sheet.look, _remark(spec, row)
    percent = wording.percent_text(row.share)
    sheet.beside(at, percent, Ink(look.text, look.ink, bold=True), "right")
    ink = Ink(look.text, look.bad if row.critical else look.soft)
    sheet.beside((at[0] + look.text, at[1]), remark, ink, "left")
    sheet.spot(at, wording.labelled(row.label, f"{percent} {remark}".strip()))


def _remark(spec: SectionsSpec, row: SectionRow) -> str:
    if row.share is None:
        return doubled(spec, lambda: trc("chart", "not applicable"))
    if row.critical:
        return f"{SHAPES[Tone.BAD]} {doubled(spec, lambda: _fault(row))}"
    return row.counted


def _fault(row: SectionRow) -> str:
    return trn("{n} critical item failed", "{n} critical items failed", row.critical)


def _target(sheet: Sheet, spec: SectionsSpec, box: Box, across: scale.Scale) -> None:
    if spec.target is None:
        return
    look, x = sheet.look, across.at(spec.target)
    rule = [(x, box.bottom), (x, box.top)]
    sheet.line(rule, look.paper, look.stroke * 1.6)  # or its dashes are lost on a dark bar
    sheet.line(rule, look.fills[Meaning.TARGET], look.stroke * 0.7, DASHED)
    value = wording.percent_text(spec.target, 0)
    text = doubled(spec, lambda: tr("target {value}", value=value))
    right = min(x + fonts.width(text, look.small) / 2, box.right)
    sheet.words((right, box.bottom - look.small), text, Ink(look.small, look.ink), "right")


def _before(sheet: Sheet, spec: SectionsSpec, box: Box) -> None:
    """What the tick stands for, above the bars."""
    if spec.before_label and any(row.before is not None for row in spec.rows):
        at = (box.left, box.top + sheet.look.small * 0.7)
        rows.tick_key(sheet, at, spec.before_label, Meaning.PREVIOUS)
