"""The fields and parts of a record as it stood, with what has changed since marked."""

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.past.facts import PastField, PastPart, PastRecord, PastRow
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import labelled, short_moment_text
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, Timeline, clear
from csq_desktop.ui.kit.display.masked import MaskedValue
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.theme import tokens


class PastFields(QWidget):
    """Shows a record as it stood, its own fields first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.GAP)

    def show_record(self, record: PastRecord) -> None:
        """Show it in place of the one before."""
        clear(self._column)
        for part in self._parts(record):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _parts(self, record: PastRecord) -> Iterator[QWidget]:
        if record.hides_identity and record.is_there:
            hidden = tr("Your role cannot see who the customer is, only the reference number.")
            yield PlainLabel(hidden, "muted", wrap=True)
        facts = KeyValueList()
        facts.show_pairs([(field.label, self._value(field)) for field in record.fields])
        yield facts
        for part in record.parts:
            yield SectionTitle(part.title)
            yield self._rows(part)

    def _value(self, field: PastField) -> QWidget:
        """What a field said, what it says today if that is something else, and a mark."""
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        text = field.text or tr("Nothing")
        if field.is_personal:
            column.addWidget(MaskedValue(self._context, text))
        else:
            column.addWidget(PlainLabel(text, wrap=True).selectable())
        if field.is_new:
            column.addWidget(Badge(tr("Changed at this point"), Tone.ACCENT))
        if field.is_changed:
            column.addWidget(PlainLabel(_today_text(field), "muted", wrap=True))
        return shown

    def _rows(self, part: PastPart) -> Timeline:
        rows = Timeline()
        rows.show_lines([self._line(row) for row in part.rows])
        return rows

    def _line(self, row: PastRow) -> HistoryLine:
        now = this_moment(self._context)
        title = tr("{what} (added at this point)", what=row.title) if row.is_new else row.title
        note = "\n".join(filter(None, (row.note, *map(_field_text, row.fields))))
        return HistoryLine(short_moment_text(row.at, now.day, now.zone), title, note)


def _field_text(field: PastField) -> str:
    words = labelled(field.label, field.text or tr("Nothing"))
    return (
        tr("{then} ({today})", then=words, today=_today_text(field)) if field.is_changed else words
    )


def _today_text(field: PastField) -> str:
    return labelled(tr("Today"), field.today or tr("Nothing"))
