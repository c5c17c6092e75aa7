"""Entering the counts of a day for all pledges counted by hand; earlier days by one key."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from csq_desktop.domain.pledges.facts import CountSheet, ReplacedCount
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, short_date_text, weekday_text
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.field_error import FieldError
from csq_desktop.ui.kit.layout.turning import is_low
from csq_desktop.ui.pledges.counting import paste_dialog
from csq_desktop.ui.pledges.counting.counts_model import CountEntry, CountsModel, changes
from csq_desktop.ui.pledges.counting.counts_table import CountsTable
from csq_desktop.ui.pledges.counting.reasons_notice import ReasonsNotice
from csq_desktop.ui.theme import tokens

DAYS_OFFERED = 14
_MOST_CHIPS = 7


class CountsDialog(Dialog):
    """One sheet per day; what is typed for several days is saved together."""

    help_heading: ClassVar[str] = "enter-counts"
    draft_key = "pledges.counts"
    wide: ClassVar[int] = 1080
    tall: ClassVar[int] = 660

    def __init__(self, context: Context, parent: QWidget, day: date | None = None) -> None:
        super().__init__(context, tr("Enter counts"), tr("Save counts"), parent)
        self._page = parent
        self.day = day or context.today()
        self._sheets: dict[date, CountSheet] = {}
        self._entries: dict[date, list[CountEntry]] = {}
        self._draft: dict[str, str] = {}
        self.chips: FilterChips | None = None
        self._top = QHBoxLayout()
        self.date_field = DateField(context.today, self.day)
        self.date_field.setObjectName("count_day")
        self.date_field.setAccessibleName(trc("counts", "Another day"))
        self.date_field.day_changed.connect(self._on_day)
        self.date_error = FieldError(self.date_field)
        self.date_field.editingFinished.connect(self._on_day_left)
        self.heading = PlainLabel("", "section")
        self.about = PlainLabel("", "muted", wrap=True)
        self.model = CountsModel(parent=self)
        self.model.dataChanged.connect(lambda *_: self._on_taken_back())
        self.table = CountsTable(self.model, name="counts", two_lines=True)
        self.table.setAccessibleName(tr("Counts of the day"))
        paste_dialog.take_blocks(self, self)
        self.empty = EmptyState("calendar", tr("No pledge is counted by hand on this day"))
        self.empty.setVisible(False)
        self._fill()
        self.submit_button.setEnabled(False)
        self._load()

    def submit(self) -> None:
        """Save every day that was typed into, in one go."""
        self.table.finish_typing()
        typed = self._changed()
        troubled = next((entry for entry in typed if entry.trouble), None)
        if troubled is not None:
            self._show_day(troubled.day)
            self.table.go_to(self.model.entries.index(troubled), troubled.troubled_key)
            self.message.say(
                tr(
                    "{pledge}: {trouble}.",
                    pledge=troubled.pledge.wording_on(troubled.day),
                    trouble=troubled.trouble,
                ),
                Tone.BAD,
            )
            return
        if not typed:
            self.finish()
            return
        counts, emptied = changes(typed)
        self.write(partial(pledges.count_days, counts=counts, emptied=emptied), self._on_saved)

    def collect(self) -> dict[str, str]:
        """The rows typed into and not saved, by pledge and day."""
        return self._waiting() | {_draft_key(entry): entry.keep() for entry in self._changed()}

    def finish_typing(self) -> None:
        super().finish_typing()
        self.table.finish_typing()

    def left_over(self) -> dict[str, str]:
        """Rows of days that are not fetched yet."""
        return self._waiting()

    def finish(self) -> None:
        """Close; rows of days that were never shown stay in the draft."""
        waiting = self._waiting()
        super().finish()
        if waiting:
            self.context.drafts.keep(self.draft_key, waiting)

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put the rows a draft kept back, now or when their day is fetched."""
        self._draft = dict(texts)
        if not texts:
            self.model.typing.clear()
            for entries in self._entries.values():
                for entry in entries:
                    entry.restore(CountEntry(entry.pledge, entry.day, entry.stored).keep())
        self._put_back()

    def _fill(self) -> None:
        self._top.addStretch(1)
        self._top.addWidget(PlainLabel(trc("counts", "Another day"), "label"))
        self._top.addWidget(self.date_field)
        self.content.addLayout(self._top)
        self.content.addWidget(self.date_error, 0, Qt.AlignmentFlag.AlignRight)
        self.content.addWidget(self.heading)
        self.content.addWidget(self.about)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(ReasonsNotice(self.model))
        self.content.addWidget(self.empty, 1)
        self.content.addWidget(
            PlainLabel(
                tr(
                    "Type 0 if there were none. Leave a row empty if it has not been "
                    "counted. Enter: next row; Tab: next column; Ctrl+Tab: leave the table; "
                    "Ctrl+V: paste rows copied from a spreadsheet."
                ),
                "hint",
                wrap=True,
            )
        )

    def _load(self) -> None:
        today = self.context.today()
        first = min(self.day, today - timedelta(days=DAYS_OFFERED - 1))
        query = partial(pledge_views.count_sheets, first=first, last=today)
        self.context.tasks.read(self, query, self._on_loaded)

    def _on_loaded(self, sheets: Sequence[CountSheet]) -> None:
        self._sheets = {sheet.day: sheet for sheet in sheets}
        for sheet in sheets:
            self._entries[sheet.day] = [
                CountEntry(pledge, sheet.day, sheet.count_of(pledge.id)) for pledge in sheet.pledges
            ]
        self._build_chips()
        self._show_day(self.day)
        self.take_draft()
        self.submit_button.setEnabled(True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_chips(self) -> None:
        today = self.context.today()
        waiting = [day for day, sheet in self._sheets.items() if sheet.missing and day != today]
        offered = [today, *waiting[: _MOST_CHIPS - 1]]
        self.chips = FilterChips(
            [Chip(day.isoformat(), _day_name(day, today), Tone.WARN) for day in offered],
            name="count_days",
        )
        self.chips.set_counts(
            {day.isoformat(): self._sheets[day].missing for day in offered if day != today}
        )
        self.chips.setAccessibleName(tr("Days without counts"))
        self.chips.chosen_changed.connect(lambda key: self._show_day(date.fromisoformat(key)))
        beside = self.chips.sizeHint().width() + self._top.sizeHint().width()
        if beside < self.width() - 2 * tokens.GAP_HUGE:
            self._top.insertWidget(0, self.chips)
        else:
            self.content.insertWidget(0, self.chips)

    def _show_day(self, day: date) -> None:
        self.table.finish_typing()
        self.day = day
        if day not in self._entries:
            query = partial(pledge_views.count_sheets, first=day, last=day)
            self.context.tasks.read(self, query, self._on_one_day)
            return
        sheet = self._sheets[day]
        self.heading.setHidden(is_low(self._page))  # the day stands in its field, too
        self.heading.setText(tr("{weekday} {day}", weekday=weekday_text(day), day=date_text(day)))
        self.about.setText(_about(sheet) if sheet.pledges else "")
        self.about.setVisible(bool(sheet.pledges))
        self.date_field.blockSignals(True)
        self.date_field.set_day(day)
        self.date_field.blockSignals(False)
        if self.chips is not None:
            self.chips.blockSignals(True)
            self.chips.choose_or_none(day.isoformat())
            self.chips.blockSignals(False)
        self.model.set_entries(self._entries[day])
        self.table.setVisible(bool(sheet.pledges))
        self.empty.setVisible(not sheet.pledges)

    def _on_one_day(self, sheets: Sequence[CountSheet]) -> None:
        for sheet in sheets:
            self._sheets[sheet.day] = sheet
            self._entries[sheet.day] = [
                CountEntry(pledge, sheet.day, sheet.count_of(pledge.id)) for pledge in sheet.pledges
            ]
            self._show_day(sheet.day)
        self._put_back()

    def _put_back(self) -> None:
        for entries in self._entries.values():
            for entry in entries:
                text = self._draft.pop(_draft_key(entry), None)
                if text is not None:
                    entry.restore(text)
        self.model.layoutChanged.emit()

    def _waiting(self) -> dict[str, str]:
        """The draft's rows of days that are not fetched yet."""
        return {key: text for key, text in self._draft.items() if _day_of(key) not in self._sheets}

    def _changed(self) -> list[CountEntry]:
        return [
            entry for entries in self._entries.values() for entry in entries if entry.is_changed
        ]

    def _on_day(self, day: date | None) -> None:
        if day is not None and day != self.day and day <= self.context.today():
            self._show_day(day)

    def _on_day_left(self) -> None:
        """Say why another day is not shown; what was typed stays until it is mended."""
        day = self.date_field.day
        is_ahead = day is not None and day > self.context.today()
        future = tr("A day in the future cannot be counted.")
        self.date_error.say_aloud(future if is_ahead else self.date_field.misread)

    def on_pasted(self) -> None:
        """Say that it is not saved yet."""
        self.message.say(_pasted_text(), Tone.ACCENT)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken_back(self) -> None:
        """Nothing that was pasted is left to save."""
        if self.message.text == _pasted_text() and not self._changed():
            self.message.clear()

    def _on_saved(self, replaced: tuple[ReplacedCount, ...]) -> None:
        days = sorted({entry.day for entry in replaced})
        if len(days) == 1:
            words = tr("Counts for {day} saved.", day=short_date_text(days[0]))
        else:
            words = trn("Counts for {n} day saved.", "Counts for {n} days saved.", len(days))
        self.context.toast_done(words, partial(pledges.put_back_counts, replaced=replaced))
        self.finish()


def _pasted_text() -> str:
    return tr("Pasted. Save the counts to keep them.")


def _draft_key(entry: CountEntry) -> str:
    return f"{entry.pledge.id}.{entry.day.isoformat()}"


def _day_of(draft_key: str) -> date:
    return date.fromisoformat(draft_key.partition(".")[2])


def _day_name(day: date, today: date) -> str:
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return short_date_text(day)


def _about(sheet: CountSheet) -> str:
    if not sheet.is_open:
        return tr("The shop was closed on this day. Leave the rows empty.")
    if not sheet.missing:
        return tr("All pledges are counted for this day. New numbers replace the old ones.")
    return trn("{n} pledge has no count.", "{n} pledges have no counts.", sheet.missing)
