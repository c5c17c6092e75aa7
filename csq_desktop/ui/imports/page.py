"""The data page: take a file in, give one out, undo an import."""

from functools import partial
from pathlib import Path
from typing import ClassVar, cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from csq_desktop.domain.imports import ImportKind
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import count_text, moment_text
from csq_desktop.services import exports, imports
from csq_desktop.services.imports import Batch
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr
from csq_desktop.ui import tokens
from csq_desktop.ui.context import Context
from csq_desktop.ui.imports.import_dialog import ImportDialog
from csq_desktop.ui.models.rows import RowsModel
from csq_desktop.ui.models.shown import Cell, Column
from csq_desktop.ui.page import Page
from csq_desktop.ui.tokens import Tone
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.cards import Card
from csq_desktop.ui.widgets.fields import Choice
from csq_desktop.ui.widgets.form import FormGrid
from csq_desktop.ui.widgets.table import TableView
from csq_desktop.ui.widgets.words import Words


class ImportsPage(Page):
    """Imports with their undo, and exports."""

    topics: ClassVar[frozenset[str]] = frozenset({"imports"})
    help_page: ClassVar[str] = "data"

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Data"), tr("Files in and out of this store"))
        take = buttons.primary(tr("Import a file…"), self._on_import, icon="upload", name="import")
        take.setEnabled(context.may(Permission.IMPORT_FILES))
        self.set_primary(take)
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="imports", two_lines=True)
        self.table.chosen.connect(self._on_chosen)
        self.undo_button = buttons.secondary(
            tr("Undo this import"), self._on_undo, icon="arrow-back-up", name="undo_import"
        )
        self.undo_button.setEnabled(False)
        columns = QHBoxLayout()
        columns.setSpacing(tokens.GAP_LARGE)
        columns.addWidget(self._imports_card(), 3)
        columns.addWidget(self._exports_card(), 2)
        self.body.addLayout(columns, 1)

    def reload(self) -> None:
        """Fetch the imports anew."""
        self.context.tasks.read(self, imports.batches, self._on_batches)

    def open_file(self, path: Path) -> None:
        """Begin the import of a file."""
        ImportDialog(self.context, path, self).open()

    def _columns(self) -> list[Column]:
        return [
            Column("what", tr("File of"), self._what, 200),
            Column("rows", tr("Rows"), self._rows, 170),
            Column("state", tr("State"), self._state, 120),
        ]

    def _what(self, batch: Batch) -> Cell:
        when = moment_text(batch.at, self.context.zone)
        return Cell(batch.kind.label, when, strong=True)

    def _rows(self, batch: Batch) -> Cell:
        added = tr("{n} added", n=count_text(batch.added))
        rest = tr("{updated} updated, {left} left out", updated=count_text(batch.updated),
                  left=count_text(batch.duplicates + batch.invalid))  # fmt: skip
        return Cell(added, rest)

    def _state(self, batch: Batch) -> Cell:
        if batch.undone_at is not None:
            return Cell(tr("Undone"), tone=Tone.NEUTRAL)
        return Cell(tr("Taken in"), tone=Tone.OK)

    def _imports_card(self) -> Card:
        card = Card(tr("Imports"))
        hint = tr("Customers, complaints and pledge counts from CSV, XLSX, XLS or ODS. "
                  "Nothing is kept before you have seen every row's fate.")  # fmt: skip
        card.body.addWidget(Words(hint, "muted", wrap=True))
        card.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.undo_button)
        card.body.addLayout(foot)
        return card

    def _exports_card(self) -> Card:
        card = Card(tr("Exports"))
        self.form = FormGrid()
        names = {kind.value: kind.label for kind in ImportKind}
        options = [(kind, names.get(kind, tr("Figures of 24 months"))) for kind in exports.KINDS]
        if not self.context.may(Permission.EXPORT_FILES):
            options = [option for option in options if option[0] == "figures"]
        self.kind = Choice(options)
        self.form.add("kind", tr("What"), self.kind)
        self.purpose = QLineEdit()
        self.form.add("purpose", tr("What it is needed for"), self.purpose,
                      hint=tr("Kept in the audit trail with your name."))  # fmt: skip
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        give = buttons.secondary(tr("Export…"), self._on_export, icon="download", name="export")
        give.setEnabled(self.context.may(Permission.EXPORT_FIGURES))
        row.addWidget(give)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def _on_batches(self, found: tuple[Batch, ...]) -> None:
        self.model.set_rows(found)
        self._on_chosen(-1)

    def _on_chosen(self, row: int) -> None:
        batch = self.model.row_at(row) if row >= 0 else None
        self.undo_button.setEnabled(batch is not None and batch.undone_at is None)

    def _on_undo(self) -> None:
        row = self.table.currentIndex().row()
        if row < 0:
            return
        batch = self.model.row_at(row)
        job = partial(imports.undo, batch_id=batch.id)
        self.context.tasks.write(
            self, job, lambda _done: self.context.toast(tr("The import is undone."))
        )

    def _on_import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Import a file"), "", tr("Tables (*.csv *.txt *.tsv *.xlsx *.xls *.ods)")
        )
        if chosen:
            self.open_file(Path(chosen))

    def _on_export(self) -> None:
        if self.kind.value == ImportKind.CUSTOMERS and not self.purpose.text().strip():
            self.form.show_errors({"purpose": tr("Say what the customers' data are needed for.")})
            return
        self.form.show_errors({})
        name = f"{self.kind.value}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export"), name, tr("XLSX (*.xlsx);;CSV (*.csv)")
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write what is chosen to a file."""
        kind, purpose = self.kind.value, self.purpose.text()
        store = cast(Store, self.context.store)
        job = partial(exports.write, store, kind, target, purpose=purpose)
        self.context.tasks.compute(self, job, self._on_exported)

    def _on_exported(self, count: int) -> None:
        self.context.toast(tr("{n} rows are exported.", n=count_text(count)))
