"""Last step of an import: what becomes of each row, before anything is kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from csq_desktop.domain.imports.plans import REJECTED, ImportMapping, RowVerdict
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.imports.imports import SHOWN_ROWS, DryRun
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.imports.planned import TONES, Labels, columns
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme, tokens

_REASONS_SHOWN = 8


class RowsStep(QWidget):
    """The rows of a dry run by verdict, with the reasons, and buttons that save either."""

    rejects_requested = Signal()
    save_requested = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.tried: DryRun | None = None
        self.model = RowsModel([], self)
        self.table: TableView | None = None
        self.chips = FilterChips(
            [Chip(verdict.value, verdict.label, TONES[verdict]) for verdict in RowVerdict],
            name="verdicts",
        )
        self.chips.chosen_changed.connect(lambda _key: self._show_rows())
        self.more = PlainLabel("", "meta")
        self.reasons = PlainLabel("", "muted", wrap=True)
        self.name = QLineEdit()
        self.rejects = buttons.secondary(
            tr("Save the skipped rows…"),
            self.rejects_requested.emit,
            icon="download",
            name="save_rejects",
        )
        self._place = QVBoxLayout()
        self._build()

    def show_rows(self, tried: DryRun, mapping: ImportMapping, labels: Labels) -> None:
        """Show what would become of the rows."""
        self.tried = tried
        self._put_table(mapping, labels)
        counts = tried.summary.counts
        self.chips.set_counts({verdict.value: counts.get(verdict, 0) for verdict in RowVerdict})
        first = next((verdict for verdict in RowVerdict if counts.get(verdict)), RowVerdict.NEW)
        self.chips.choose(first.value)
        reasons = [entry.sentence for entry in tried.summary.tally]
        hidden = len(reasons) - _REASONS_SHOWN
        if hidden > 0:
            reasons = reasons[:_REASONS_SHOWN]
            reasons.append(trn("and {n} other reason", "and {n} other reasons", hidden))
        self.reasons.setText("\n".join(reasons))
        self.reasons.setVisible(bool(reasons))
        skipped = any(counts.get(verdict) for verdict in REJECTED)
        allow(self.rejects, "" if skipped else tr("No rows were skipped."))
        self._show_rows()

    def _put_table(self, mapping: ImportMapping, labels: Labels) -> None:
        """Replace the table: its columns depend on the fields."""
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        assert self.tried is not None
        shown_columns = columns(self._context, mapping.kind, self.tried.keys, labels)
        self.model = RowsModel(shown_columns, self)
        self.table = TableView(
            self._context, self.model, name="planned_rows", two_lines=True, personal=True
        )
        self.table.scroll_sideways()
        self.table.setAccessibleName(tr("What will happen to each row"))
        self.table.setMinimumHeight(theme.current().px(200))
        self._place.addWidget(self.table)

    def _show_rows(self) -> None:
        if self.tried is None:
            return
        verdict = RowVerdict(self.chips.chosen)
        rows = [row for row in self.tried.rows if row.verdict is verdict]
        self.model.set_rows(rows)
        left = self.tried.summary.counts.get(verdict, 0) - len(rows)
        words = tr("The first {n} rows are shown.", n=count_text(SHOWN_ROWS))
        self.more.setText(words if left > 0 else "")
        self.more.setVisible(left > 0)

    def _build(self) -> None:
        self.name.setObjectName("matching_name")
        self.name.setPlaceholderText(tr("Name of this column mapping"))
        self.name.setAccessibleName(tr("Name of this column mapping"))
        self.name.setMinimumWidth(theme.current().px(200))
        keep = buttons.secondary(
            tr("Save column mapping"), self._on_save, icon="device-floppy", name="save_mapping"
        )
        keep.setToolTip(tr("The next file with the same headings is matched automatically."))
        naming = QWidget()
        row = QHBoxLayout(naming)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self.name)
        row.addWidget(keep)
        foot = FlowLayout(None)
        foot.addWidget(naming)
        foot.addWidget(self.rejects)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.chips)
        column.addLayout(self._place, 1)
        column.addWidget(self.more)
        column.addWidget(self.reasons)
        column.addLayout(foot)

    def _on_save(self) -> None:
        if self.name.text().strip():
            self.save_requested.emit(self.name.text().strip())
        else:
            self.name.setFocus()
