"""The days of a pledge's month: what was counted, typed in place and saved row by row."""

from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.exports.lists import PLEDGE_COUNTS
from csq_desktop.domain.pledges.facts import CountFilter, DayCount, ReplacedCount
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.errors import UserError
from csq_desktop.services.pledges import pledges
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportOffer, export_button
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.pledges.counting import paste_dialog
from csq_desktop.ui.pledges.counting.counts_model import CountEntry, CountsModel, changes
from csq_desktop.ui.pledges.counting.counts_table import CountsTable
from csq_desktop.ui.pledges.counting.reasons_notice import ReasonsNotice
from csq_desktop.ui.theme import theme, tokens


class DayCounts(QWidget):
    """A row per day, the newest first; a row is saved when it is left."""

    troubled = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown = CountFilter()
        editable = context.may(Permission.ENTER_COUNTS)
        self.model = CountsModel(by_day=True, editable=editable, parent=self)
        self.table = CountsTable(self.model, name="day_counts")
        self.table.setAccessibleName(tr("Counts by day"))
        self.table.setMinimumHeight(theme.current().px(300))
        hint = tr(
            "Type in a row. It is saved when you leave it. Empty rows have no counts yet. "
            "Ctrl+V pastes rows copied from a spreadsheet."
        )
        self.hint = PlainLabel(hint if editable else "", "hint", wrap=True)
        if not editable:
            self.hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.GAP_SMALL, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.table, 1)
        column.addWidget(ReasonsNotice(self.model))
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(export_button(context, self, (PLEDGE_COUNTS,), self._offered))
        column.addLayout(foot)
        paste_dialog.take_blocks(self, self)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_left)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def show_detail(self, detail: PledgeDetail) -> None:
        """Show the days of a pledge's month; rows being typed into stay as they are."""
        month = detail.month
        self._shown = CountFilter(detail.pledge.id, month.first_day, month.last_day)
        counted = {count.day: count for count in detail.counts}
        days = sorted({*detail.open_days, *counted}, reverse=True)
        fresh = [CountEntry(detail.pledge, day, counted.get(day)) for day in days]
        if [entry.key for entry in fresh] != [entry.key for entry in self.model.entries]:
            self.save()
        self.model.set_entries(fresh)

    def _offered(self) -> ExportOffer:
        return (PLEDGE_COUNTS,), self._shown

    def on_pasted(self) -> None:
        """Save what was pasted."""
        self.save()

    def show_error(self, error: UserError) -> None:
        """Let the page say it."""
        self.troubled.emit(error)

    def save(self) -> None:
        """Save every row that is changed and right."""
        self.table.finish_typing()
        ready = [entry for entry in self.model.changed_entries() if not entry.trouble]
        if ready:
            self._save(ready)

    def _save(self, entries: list[CountEntry]) -> None:
        counts, emptied = changes(entries)
        self.model.typing.clear()  # from here on the toast undoes it
        before = [entry.settle() for entry in entries]
        self.context.tasks.write(
            self,
            partial(pledges.count_days, counts=counts, emptied=emptied),
            self._on_saved,
            partial(self._on_refused, list(zip(entries, before, strict=True))),
        )

    def _on_row_left(self, now: QModelIndex, before: QModelIndex) -> None:
        if before.isValid() and before.row() < len(self.model.entries):
            left = self.model.entries[before.row()]
            if left.is_changed and not left.trouble:
                self._save([left])

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self.table or self.table.isAncestorOf(now):
            return
        if self.model.changed_entries():
            # After the field that lost the focus has handed over its text.
            QTimer.singleShot(0, self, self.save)

    def _on_refused(
        self, settled: list[tuple[CountEntry, DayCount | None]], error: UserError
    ) -> None:
        for entry, before in settled:
            entry.stored = before
        self.show_error(error)

    def _on_saved(self, replaced: tuple[ReplacedCount, ...]) -> None:
        if len(replaced) == 1:
            words = tr("Count for {day} saved.", day=short_date_text(replaced[0].day))
        else:
            words = trn("Counts for {n} day saved.", "Counts for {n} days saved.", len(replaced))
        self.context.toast_done(words, partial(pledges.put_back_counts, replaced=replaced))
