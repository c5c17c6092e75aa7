"""Planned rows as a person reads them: what was understood of each cell, and what becomes of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.plans import PlannedRow, RowVerdict
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text, date_text, moment_text, money_text
from csq_desktop.services.customers import phones
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.masked import BLANK
from csq_desktop.ui.kit.tables.shown import Cell, Column

TONES = {
    RowVerdict.NEW: Tone.GOOD,
    RowVerdict.UPDATE: Tone.ACCENT,
    RowVerdict.UNCHANGED: Tone.SOFT,
    RowVerdict.DUPLICATE: Tone.WARN,
    RowVerdict.INVALID: Tone.BAD,
}
_WIDE = frozenset(("name", "words", "summary", "address", "category", "note", "pledge_code"))
Labels = Mapping[str, Mapping[str, str]]


def columns(
    context: Context, kind: ImportKind, keys: tuple[str, ...], labels: Labels
) -> list[Column]:
    """A column for what becomes of a row, then one for every matched field."""

    def cell_of(place: int, key: str) -> Column:
        field = field_of(kind, key)

        def cell(row: PlannedRow) -> Cell:
            text = worded(kind, key, row.values[place], (labels.get(key, {}), context.zone))
            return Cell(BLANK if context.private and text else text)

        return Column(key, field.title, cell, _width(field))

    fate = Column("fate", tr("Row"), _fate, 300)
    return [fate, *(cell_of(place, key) for place, key in enumerate(keys))]


def _width(field: TargetField) -> int:
    """Enough for a day with its time, or the beginning of words."""
    if field.key in _WIDE:
        return 220
    return 180 if field.kind is FieldKind.MOMENT else 150


def _fate(row: PlannedRow) -> Cell:
    number = tr("Row {n}", n=count_text(row.number))
    return Cell(row.reason or row.verdict.label, number, TONES[row.verdict])


def worded(
    kind: ImportKind, key: str, value: Plain, how: tuple[Mapping[str, str], ZoneInfo]
) -> str:
    """A planned value in words: dates as understood, codes as their labels, numbers to call."""
    labels, zone = how
    if value is None or value == "":
        return ""
    match field_of(kind, key).kind:
        case FieldKind.MOMENT:
            return moment_text(datetime.fromtimestamp(int(value), UTC), zone)
        case FieldKind.DAY:
            return date_text(date.fromisoformat(str(value)))
        case FieldKind.MONEY:
            return money_text(int(value))
        case FieldKind.NUMBER:
            return count_text(int(value))
        case FieldKind.YES_NO:
            return tr("Yes") if value else tr("No")
        case FieldKind.PHONE:
            return phones.as_written(str(value))
    return labels.get(str(value), str(value))
