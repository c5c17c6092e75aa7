"""The data page: imports and their undo, exports of lists and figures."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.exports.lists import IMPORTS
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.transfers.sets import SetReport
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, moment_text, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.imports import imports
from csq_desktop.services.imports.imports import Batch
from csq_desktop.services.imports.undo import Undone
from csq_desktop.services.transfers import everything
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.imports.batch_detail import BatchDetail, undone_text
from csq_desktop.ui.imports.beginnings import EXPORT
from csq_desktop.ui.imports.drop_zone import DropZone
from csq_desktop.ui.imports.exports_card import ExportsCard
from csq_desktop.ui.imports.import_dialog import ImportDialog, Opener
from csq_desktop.ui.kit import question
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.dropped import dropped_file
from csq_desktop.ui.kit.layout.scrolled import scrolled, scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.receipts.dialog import ReceiptDialog
from csq_desktop.ui.theme import tokens

ENDINGS = "*.csv *.txt *.tsv *.xlsx *.xls *.ods"


class ImportsPage(Page):
    """Imports with their undo, and exports."""

    topics: ClassVar[frozenset[str]] = frozenset({"imports"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Data"), tr("Imports and exports of this database"))
        self._may = context.may(Permission.IMPORT_FILES)
        take = buttons.primary(tr("Import a file…"), self._on_import, icon="upload", name="import")
        if not self._may:
            take.hide()
        allow_role(take, context, Permission.IMPORT_FILES)
        check = buttons.secondary(tr("Check a receipt…"), self._on_receipt, name="check_receipt")
        self.tools.addWidget(check)
        self.set_primary(take)
        self.zone = DropZone()
        if not self._may:
            self.zone.hide()
        self.zone.paste.clicked.connect(self.paste)
        self.zone.folder.clicked.connect(self._on_folder)
        self.model = RowsModel(self._columns(), self)
        self.table = TableView(context, self.model, name="imports", two_lines=True)
        self.table.setAccessibleName(tr("Imports"))
        self.detail = BatchDetail(context)
        self.pane = DetailPane(EmptyState("history", tr("Select an import to see what it did")))
        self.pane.content.addWidget(self.detail)
        self.exports = ExportsCard(context)
        self._empty = QStackedWidget()
        self.body.addWidget(
            SplitView(scrolled(self._left()), self._right(), (56, 44), name="imports_split"), 1
        )
        self._connect()

    def reload(self) -> None:
        """Fetch the imports anew; the chosen one stays chosen."""
        self.context.tasks.read(self, imports.batches, self._on_batches)

    def _on_receipt(self) -> None:
        ReceiptDialog(self.context, self).open()

    def begins_at(self) -> QWidget | None:
        """Its list, else the button that begins an import."""
        return self.table if self.table.isVisible() else self.primary

    def show_object(self, object_id: object) -> None:
        """Turn to what is to be exported, where `EXPORT` is asked for."""
        if object_id == EXPORT:
            self.exports.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_file(self, path: Path) -> None:
        """Begin the import of a file."""
        self._begin(path.name, partial(imports.open_file, path))

    def take_in(self, folder: Path) -> None:
        """Import everything that another database exported into a folder, all of it or nothing."""
        job = partial(everything.take_in, folder=folder)
        self.context.tasks.on_store(self, job, self._on_set)

    def paste(self) -> None:
        """Begin the import of the rows on the clipboard."""
        self._begin_text(QGuiApplication.clipboard().text())

    def undo(self, batch_id: int) -> None:
        """Take an import back."""
        job = partial(imports.undo, batch_id=batch_id)
        self.context.tasks.write(self, job, self._on_undone, self._on_undo_failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        content = event.mimeData()
        if self._may and (dropped_file(content) or (content.hasText() and not content.hasUrls())):
            event.acceptProposedAction()
            self.zone.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.zone.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.zone.show_over(False)
        event.acceptProposedAction()
        place = dropped_file(event.mimeData())
        if place:
            self.open_file(Path(place))
        else:
            self._begin_text(event.mimeData().text())

    def _begin_text(self, text: str) -> None:
        # the opener is called again for another sheet or encoding; pasted text has neither
        self._begin(tr("pasted rows"), lambda **_how: imports.open_pasted(text))

    def _begin(self, name: str, opener: Opener) -> None:
        if self._may:
            self.message.clear()
            ImportDialog(self.context, name, opener, self).open()

    def _connect(self) -> None:
        self.setAcceptDrops(self._may)
        self.table.chosen.connect(self._on_chosen)
        self.table.offer(RowOffers(lambda: [self.detail.undo_button]))
        self.detail.undo_requested.connect(self._on_undo)
        if self._may:
            paste = QAction(tr("Import the rows copied elsewhere"), self)
            paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
            paste.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            paste.triggered.connect(self.paste)
            self.addAction(paste)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "what",
                tr("Kind of data"),
                self._what,
                200,
                facts=(
                    Fact(tr("Kind of data"), lambda batch: batch.kind.label),
                    Fact(
                        trc("column", "Imported"),
                        lambda batch: in_zone(batch.at, self.context.zone),
                    ),
                    Fact(tr("By"), lambda batch: batch.by),
                ),
            ),
            Column(
                "rows",
                tr("Rows"),
                self._rows,
                190,
                rank=1,
                facts=(
                    Fact(tr("Added"), lambda batch: batch.added),
                    Fact(tr("Updated"), lambda batch: batch.updated),
                    Fact(trc("column", "Excluded"), lambda batch: batch.duplicates + batch.invalid),
                ),
            ),
            Column("state", tr("Status"), self._state, 110),
        ]

    def _at(self, batch: Batch) -> datetime | None:
        return in_zone(batch.at, self.context.zone)

    def _what(self, batch: Batch) -> Cell:
        when = moment_text(batch.at, self.context.zone)
        return Cell(batch.kind.label, f"{when}  ·  {batch.by}", strong=True)

    def _rows(self, batch: Batch) -> Cell:
        added = tr("{n} added", n=count_text(batch.added))
        rest = tr(
            "{updated} updated, {left} skipped",
            updated=count_text(batch.updated),
            left=count_text(batch.duplicates + batch.invalid),
        )
        return Cell(added, rest)

    def _state(self, batch: Batch) -> Cell:
        if batch.undone_at is not None:
            return Cell(tr("Undone"), tone=Tone.SOFT)
        return Cell(tr("Imported"), tone=Tone.GOOD)

    def _left(self) -> QWidget:
        nothing = EmptyState(
            "database-import",
            tr("Nothing imported yet"),
            tr("Import customers, complaints and pledge counts from your existing files."),
        )
        self._empty.addWidget(self.table)
        self._empty.addWidget(nothing)
        export = export_button(self.context, self, (IMPORTS,), lambda: ((IMPORTS,), None))
        card = Card(tr("Imports"), export)
        card.body.addWidget(self._empty, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.zone)
        column.addWidget(card, 1)
        return left

    def _right(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.pane, 1)
        column.addWidget(self.exports)
        return scrolled_to_read(inner)

    def _on_batches(self, batches: tuple[Batch, ...]) -> None:
        row = self.table.currentIndex().row()
        chosen = self.model.row_at(row).id if row >= 0 else None
        self.model.set_rows(batches)
        self._empty.setCurrentIndex(0 if batches else 1)
        place = self.model.find(chosen)
        self.table.choose(place)
        self._on_chosen(place)

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            self.pane.show_empty()
            return
        self.detail.show_batch(self.model.row_at(row))
        allow_role(self.detail.undo_button, self.context, Permission.IMPORT_FILES)
        self.pane.show_content()

    def _on_undo(self, batch: Batch) -> None:
        """Ask first: weeks later nobody remembers what the import did."""
        words = (
            tr("Undo this import?"),
            self.detail.undo_words.text(),
            tr("Undo this import"),
        )
        question.ask(self.context, words, self, partial(self._undo, batch))

    def _undo(self, batch: Batch) -> None:
        self.detail.undo_button.setEnabled(False)
        self.undo(batch.id)

    def _on_undone(self, undone: Undone) -> None:
        self.message.clear()
        self.context.toast(undone_text(undone))

    def _on_undo_failed(self, error: UserError) -> None:
        self.detail.undo_button.setEnabled(self._may)
        self.show_error(error)

    def _on_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Import a folder"), str(paths.documents())
        )
        if chosen:
            words = (
                tr("Import everything in this folder?"),
                tr(
                    "What is new is added, what differs is changed, all of it or nothing. It can "
                    "be undone."
                ),
                tr("Import a folder"),
            )
            question.ask(self.context, words, self, partial(self.take_in, Path(chosen)))

    def _on_set(self, report: SetReport) -> None:
        """Say what became of each file; the whole set is undone as one."""
        self.message.clear()
        self.reload()
        undo = partial(everything.undo, report=report)
        self.context.toast_done(paragraph(report.sentences_of_all), undo)

    def _on_import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Import a file"), str(paths.documents()), f"{tr('Tables')} ({ENDINGS})"
        )
        if chosen:
            self.open_file(Path(chosen))
