"""Importing one file: match columns and words, review every row, import."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from csq_desktop import paths
from csq_desktop.domain.imports import plans as domain
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping, OrderProof, RowVerdict
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.words.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.services.imports import imports
from csq_desktop.services.imports import matching as import_matching
from csq_desktop.services.imports.imports import Batch, DryRun
from csq_desktop.services.imports.matching import FileMatching, FileWords
from csq_desktop.texts import mark, tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.imports.batch_detail import undone_text
from csq_desktop.ui.imports.columns_step import ColumnsStep
from csq_desktop.ui.imports.rows_step import RowsStep
from csq_desktop.ui.imports.words_step import WordsStep
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import StepBar
from csq_desktop.ui.kit.display.waiting import WaitingPlace
from csq_desktop.ui.tasks import Ticket, Waiting

COLUMNS, WORDS, ROWS = range(3)
STEPS = (
    mark("Columns", "import step"),
    mark("Words", "import step"),
    mark("Rows", "import step"),
)
Opener = Callable[..., Table]


class ImportDialog(Dialog):
    """Columns, words, rows; the button of the last step keeps what the dry run showed.

    `opener` opens the table, and opens it again when a sheet or an encoding is chosen. While
    something runs, Close stops it first: nothing of it is kept.
    """

    help_heading: ClassVar[str] = "import-a-file"
    wide: ClassVar[int] = 1080
    tall: ClassVar[int] = 700
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, name: str, opener: Opener, page: QWidget) -> None:
        super().__init__(context, tr("Import {name}", name=name), tr("Next"), page)
        self.setObjectName("import_dialog")
        self._name, self._opener, self._page = name, opener, page
        self._running: Ticket | None = None
        self._waiting = WaitingPlace(self)
        self._table: Table | None = None
        self._looked: FileMatching | None = None
        self._mapping: ImportMapping | None = None
        self.columns, self.words, self.rows = ColumnsStep(context), WordsStep(), RowsStep(context)
        self.bar = StepBar()
        self.steps = QStackedWidget()
        for step in (self.columns, self.words, self.rows):
            self.steps.addWidget(step)
        self.content.addWidget(self.bar)
        self.content.addWidget(self.steps, 1)
        self.back_button = buttons.secondary(
            tr("Back"), self._on_back, icon="arrow-left", name="back"
        )
        self.foot.insertWidget(0, self.back_button)
        self._connect()
        self._show_step(COLUMNS)
        self._open()

    @property
    def table(self) -> Table:
        """The file, once it is open."""
        assert self._table is not None
        return self._table

    @property
    def look(self) -> FileMatching:
        """What was proposed for it."""
        assert self._looked is not None
        return self._looked

    @property
    def mapping(self) -> ImportMapping:
        """The matching as chosen when the first step was left."""
        assert self._mapping is not None
        return self._mapping

    @property
    def is_half_done(self) -> bool:
        return self.steps.currentIndex() > 0

    def submit(self) -> None:
        """Go on to the next step; at the last one, keep what was shown."""
        if self._running is not None or self._looked is None:
            return
        self.message.clear()
        step = self.steps.currentIndex()
        if step == COLUMNS:
            self._go_on_from_columns()
        elif step == WORDS:
            self._go_on_from_words()
        elif self._changing:
            self._keep()

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show how far reading or keeping is, with Cancel."""
        self._waiting.show(waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._waiting.place()

    def reject(self) -> None:
        """Cancel the running job; close if there is none, or only an unstoppable read."""
        if self._running is not None and self._running.may_cancel:
            self.context.tasks.cancel(self._running)
        else:
            super().reject()

    def show_error(self, error: UserError) -> None:
        self._running = None
        super().show_error(error)
        self._allow_next()

    def save_rejects(self, target: Path) -> None:
        """Write the rows that are left out, each with its reason."""
        job = partial(imports.write_rejects, table=self.table, mapping=self.mapping, target=target)
        self._read(job, self._on_rejects_saved)

    def _connect(self) -> None:
        columns = self.columns
        columns.kind_changed.connect(lambda kind: self._look(ImportKind(kind)))
        columns.sheet_changed.connect(lambda sheet: self._open(sheet=sheet))
        columns.encoding_changed.connect(lambda name: self._open(encoding=name))
        columns.matching_chosen.connect(self._on_matching)
        columns.dates_changed.connect(self._on_dates)
        self.rows.rejects_requested.connect(self._on_rejects)
        self.rows.save_requested.connect(self._on_save)

    def _on_locking(self) -> None:
        if self._running is not None:
            self.context.tasks.cancel(self._running)
            self._running = None
        super().reject()

    # reading the file

    def _open(self, **how: str) -> None:
        self.submit_button.setEnabled(False)
        self.message.clear()
        self._running = self.context.tasks.compute(
            self, partial(self._opener, **how), self._on_opened, self.show_error
        )

    def _on_opened(self, table: Table) -> None:
        self._table = table
        self._look(self._looked.kind if self._looked else None)

    def _look(self, kind: ImportKind | None) -> None:
        self._read(partial(import_matching.look, table=self.table, kind=kind), self._on_look)

    def _on_look(self, look: FileMatching) -> None:
        self._running = None
        self._looked = look
        self.columns.show_look(self.table, look)
        self._show_step(COLUMNS)

    def _on_matching(self, name: str) -> None:
        mappings = [saved.mapping for saved in self.look.saved if saved.name == name]
        if mappings:
            proposal = import_matching.use(self.table, mappings[0], self.look.proposal)
            self._on_look(replace(self.look, proposal=proposal))
        else:
            self._look(self.look.kind)

    def _on_dates(self) -> None:
        """Prove the order of the dates again: other columns were matched."""
        job = partial(import_matching.date_order, self.table, self.columns.mapping())
        self.context.tasks.compute(self, job, self._on_order)

    def _on_order(self, proof: OrderProof) -> None:
        self.columns.show_order(proof, self.columns.mapping().date_order)

    # step by step

    def _go_on_from_columns(self) -> None:
        mapping = self.columns.mapping()
        try:
            domain.check(mapping, self.table.columns)
            if self.columns.asks_order and mapping.date_order is None:
                raise UserError(tr("The order of day and month is unclear. Please choose it."))
        except UserError as error:
            self.show_error(error)
            return
        self._mapping = mapping
        job = partial(import_matching.words, table=self.table, mapping=mapping)
        self._read(job, self._on_words)

    def _on_words(self, columns: tuple[FileWords, ...]) -> None:
        self._running = None
        with_words = tuple(column for column in columns if column.words)
        self.words.show_words(with_words, self.look, self.mapping)
        if with_words:
            self._show_step(WORDS)
        else:
            self._try()

    def _go_on_from_words(self) -> None:
        self._mapping = replace(self.mapping, values={**self.mapping.values, **self.words.values()})
        self._try()

    def _try(self) -> None:
        self._read(partial(imports.dry_run, table=self.table, mapping=self.mapping), self._on_tried)

    def _on_tried(self, tried: DryRun) -> None:
        self._running = None
        labels = {key: dict(options) for key, options in self.look.options.items()}
        self.rows.show_rows(tried, self.mapping, labels)
        self._show_step(ROWS)

    def _keep(self) -> None:
        assert self.rows.tried is not None
        self.submit_button.setEnabled(False)
        job = partial(
            imports.take_in,
            table=self.table,
            mapping=self.mapping,
            fingerprint=self.rows.tried.summary.fingerprint,
        )
        self._running = self.context.tasks.write(self, job, self._on_kept, self.show_error)

    def _on_kept(self, batch: Batch) -> None:
        self._running = None
        words = tr(
            "{added} added, {updated} updated.",
            added=count_text(batch.added),
            updated=count_text(batch.updated),
        )
        context = self.context
        undo = partial(imports.undo, batch_id=batch.id)
        context.toast_done(words, undo, lambda undone: context.toast(undone_text(undone)))
        self.finish()

    def _read(self, job: Callable[..., object], done: Callable[..., object]) -> None:
        self.submit_button.setEnabled(False)
        self._running = self.context.tasks.read(
            self,
            job,
            done,
            identities=self.context.user.role.sees_identities,
            failed=self.show_error,
        )

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.bar.show_steps([trc("import step", title) for title in STEPS], step)
        self.back_button.setVisible(step != COLUMNS)
        self.name_action(tr("Next") if step != ROWS else self._keep_text())
        self._allow_next()
        if step == ROWS and not self._changing:
            self.name_action(tr("Nothing to import"))
        begin = (self.columns.kind.setFocus, self.words.take_focus, self.submit_button.setFocus)
        begin[step]()

    def _allow_next(self) -> None:
        missing = ""
        if self._looked is None:
            missing = tr("The file could not be read.")
        elif self.steps.currentIndex() == ROWS and not self._changing:
            missing = tr("No row would add or change anything.")
        self.allow(missing)

    @property
    def _changing(self) -> int:
        counts = self.rows.tried.summary.counts if self.rows.tried else {}
        return counts.get(RowVerdict.NEW, 0) + counts.get(RowVerdict.UPDATE, 0)

    def _keep_text(self) -> str:
        n = self._changing
        return trn("Import {count} row", "Import {count} rows", n, count=count_text(n))

    def _on_back(self) -> None:
        if self._running is None:
            self.message.clear()
            was_skipped = self.steps.currentIndex() == ROWS and not self.words.is_asked
            back = COLUMNS if was_skipped else self.steps.currentIndex() - 1
            self._show_step(back)

    # what can be kept beside the rows

    def _on_save(self, name: str) -> None:
        job = partial(import_matching.save, table=self.table, mapping=self.mapping, name=name)
        self.context.tasks.write(self, job, lambda _: self._on_saved(), self.show_error)

    def _on_saved(self) -> None:
        self.rows.name.clear()
        self.context.toast(tr("Column mapping saved."))

    def _on_rejects(self) -> None:
        name = tr("{name} – skipped.csv", name=Path(self._name).stem)
        shown = f"{tr('CSV files')} (*.csv)"
        place = str(paths.documents() / name)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the skipped rows"), place, shown)
        if chosen:
            self.save_rejects(Path(chosen))

    def _on_rejects_saved(self, count: int) -> None:
        self._running = None
        self._allow_next()
        words = trn("{count} row saved.", "{count} rows saved.", count, count=count_text(count))
        self.context.toast(words)
