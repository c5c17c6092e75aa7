"""Importing one file: match the columns, look at every row's fate, keep it."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from csq_desktop.domain.imports import (
    FIELDS,
    UNIQUE_BY,
    DateOrder,
    ImportKind,
    ImportMapping,
    PlannedRow,
    RowVerdict,
)
from csq_desktop.domain.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching import Proposal
from csq_desktop.exchange.tables import Table
from csq_desktop.services import import_matching, imports
from csq_desktop.services.imports import Batch, DryRun
from csq_desktop.texts import tr
from csq_desktop.ui import theme, tokens
from csq_desktop.ui.context import Context
from csq_desktop.ui.dialog import Dialog
from csq_desktop.ui.models.rows import RowsModel
from csq_desktop.ui.models.shown import Cell, Column
from csq_desktop.ui.page import scrolled
from csq_desktop.ui.tasks import Waiting
from csq_desktop.ui.tokens import Tone
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.chips import Chip, FilterChips
from csq_desktop.ui.widgets.facts import clear
from csq_desktop.ui.widgets.fields import Choice
from csq_desktop.ui.widgets.table import TableView
from csq_desktop.ui.widgets.waiting import WaitingPlace
from csq_desktop.ui.widgets.words import ElidedWords, Words

_TONES = {
    RowVerdict.NEW: Tone.OK,
    RowVerdict.UPDATE: Tone.ACCENT,
    RowVerdict.UNCHANGED: Tone.NEUTRAL,
    RowVerdict.DUPLICATE: Tone.WARN,
    RowVerdict.INVALID: Tone.BAD,
}


class ImportDialog(Dialog):
    """Two steps: columns matched, then the dry run; the button keeps what the dry run showed."""

    wide: ClassVar[int] = 960

    def __init__(self, context: Context, path: Path, parent: QWidget) -> None:
        super().__init__(context, tr("Import {name}", name=path.name), tr("Try it"), parent)
        self.setObjectName("import_dialog")
        self._path, self._page = path, parent
        self.table: Table | None = None
        self.tried: DryRun | None = None
        self.mapping: ImportMapping | None = None
        self._choices: dict[str, Choice] = {}
        self._waiting = WaitingPlace(self)
        self.kind = Choice([(kind.value, kind.label) for kind in ImportKind])
        self.kind.setObjectName("import_kind")
        self.kind.value_changed.connect(lambda _value: self._on_kind())
        self.steps = QStackedWidget()
        self.steps.addWidget(self._matching_step())
        self.steps.addWidget(self._trial_step())
        self.content.addWidget(self.steps, 1)
        self.back_button = buttons.secondary(tr("Back"), self._on_back, name="back")
        self.back_button.hide()
        self.foot.insertWidget(0, self.back_button)
        self.submit_button.setEnabled(False)
        context.tasks.compute(self, partial(imports.open_file, path), self._on_opened)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show how far reading or keeping is, with Cancel."""
        self._waiting.show(waiting)

    def submit(self) -> None:
        """Try the matching; at the second step, keep what was shown."""
        if self.table is None:
            return
        if self.steps.currentIndex() == 0:
            self._try()
        else:
            self._keep()

    def chosen_mapping(self) -> ImportMapping:
        """The matching as chosen in the window."""
        assert self.mapping is not None
        columns = {name: c.value for name, c in self._choices.items() if c.value}
        given = {key for keys in columns.values() for key in keys.split("+")}
        unique = self.mapping.unique_by
        fitting = [u for u in UNIQUE_BY[self.mapping.kind] if set(u.split("+")) <= given]
        constants = {k: v for k, v in self.mapping.constants.items() if k not in given}
        defaults = {"channel": "other", "severity": "medium"}
        if self.mapping.kind is ImportKind.COMPLAINTS:
            constants |= {k: v for k, v in defaults.items() if k not in given}
        values = {k: v for k, v in self.mapping.values.items() if k in given}
        return replace(
            self.mapping,
            columns=columns,
            constants=constants,
            values=values,
            date_order=DateOrder(self.order.value) if self.order.value else None,
            new_words=tuple(w for w in self.mapping.new_words if w in given),
            unique_by=unique if unique in fitting else (fitting[0] if fitting else ""),
        )

    def _matching_step(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        top = QHBoxLayout()
        top.setSpacing(tokens.GAP)
        top.addWidget(Words(tr("The rows are"), "field"))
        top.addWidget(self.kind)
        self.order = Choice([("", tr("Order of dates…")), *((o.value, o.label) for o in DateOrder)])
        self.order.setObjectName("date_order")
        self.order.setAccessibleName(tr("Order of dates"))
        top.addWidget(self.order)
        top.addStretch(1)
        self.found = Words("", "label", wrap=True)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.GAP_LARGE)
        self._grid.setVerticalSpacing(tokens.GAP_SMALL)
        self._grid.setColumnStretch(2, 1)
        column.addLayout(top)
        column.addWidget(self.found)
        area = scrolled(inner)
        area.setMinimumHeight(theme.current().px(300))
        column.addWidget(area, 1)
        return step

    def _trial_step(self) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        self.chips = FilterChips(
            [Chip(v.value, v.label, _TONES[v]) for v in RowVerdict], name="verdicts"
        )
        self.chips.chosen_changed.connect(lambda _key: self._show_rows())
        self.rows = RowsModel(
            [
                Column("row", tr("Row"), lambda r: Cell(count_text(r.number)), 70),
                Column("why", tr("Why"), self._why, 420),
                Column("values", tr("What it says"), self._said, 380),
            ],
            self,
        )
        self.rows_view = TableView(self.context, self.rows, name="planned_rows")
        self.rows_view.setMinimumHeight(theme.current().px(280))
        self.reasons = Words("", "muted", wrap=True)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name to keep this matching under"))
        self.name.setAccessibleName(tr("Name to keep this matching under"))
        foot = QHBoxLayout()
        foot.addWidget(self.name, 1)
        foot.addWidget(
            buttons.secondary(tr("Keep the matching"), self._on_save, name="save_mapping")
        )
        foot.addWidget(
            buttons.secondary(tr("Save rows left out…"), self._on_rejects, name="save_rejects")
        )
        column.addWidget(self.chips)
        column.addWidget(self.rows_view, 1)
        column.addWidget(self.reasons)
        column.addLayout(foot)
        return step

    def _on_opened(self, table: Table) -> None:
        self.table = table
        self._on_kind()

    def _on_kind(self) -> None:
        if self.table is None:
            return
        job = partial(import_matching.propose, table=self.table, kind=ImportKind(self.kind.value))
        self.context.tasks.read(self, job, self._on_proposed, identities=self._identities())

    def _on_proposed(self, proposal: Proposal) -> None:
        assert self.table is not None
        self.mapping = proposal.mapping
        order = proposal.mapping.date_order
        self.order.choose(order.value if order else "")
        self.order.setVisible(proposal.order.needed)
        rows = tr("{n} rows", n=count_text(self.table.estimate))
        parts = [rows, self.table.encoding or "", *proposal.notes]
        if proposal.order.needed and order is None:
            parts.append(tr("The dates do not tell their order: choose it."))
        self.found.setText("  ·  ".join(part for part in parts if part))
        self._show_matching()
        self.submit_button.setEnabled(True)

    def _show_matching(self) -> None:
        assert self.table is not None
        assert self.mapping is not None
        clear(self._grid)
        self._choices.clear()
        options = [("", tr("Leave out")), *((f.key, f.title) for f in FIELDS[self.mapping.kind])]
        sample = self.table.sample(3)
        for row, name in enumerate(self.table.columns):
            key = self.mapping.columns.get(name, "")
            own = options if key in dict(options) else [*options, (key, key)]
            choice = Choice(own)
            choice.choose(key)
            choice.setAccessibleName(name)
            choice.setMinimumContentsLength(18)
            self._choices[name] = choice
            seen = "  ·  ".join(cells[row][:40] for cells in sample if cells[row])
            self._grid.addWidget(Words(name, "strong"), row, 0)
            self._grid.addWidget(choice, row, 1)
            self._grid.addWidget(ElidedWords(seen, "muted"), row, 2)

    def _try(self) -> None:
        assert self.table is not None
        self.mapping = self.chosen_mapping()
        if self.order.isVisible() and self.mapping.date_order is None:
            self.show_error(UserError(tr("The dates do not tell their order: choose it.")))
            return
        self.message.clear()
        self.submit_button.setEnabled(False)
        job = partial(imports.dry_run, table=self.table, mapping=self.mapping)
        self.context.tasks.read(
            self, job, self._on_tried, identities=self._identities(), failed=self.show_error
        )

    def _on_tried(self, tried: DryRun) -> None:
        self.tried = tried
        counts = {v.value: tried.summary.counts.get(v, 0) for v in RowVerdict}
        self.chips.set_counts(counts)
        first = next((v for v, n in counts.items() if n), RowVerdict.NEW.value)
        self.chips.choose(first)
        self._show_rows()
        told = [f"{count_text(one.rows)} × {one.reason.sentence}" for one in tried.summary.tally]
        self.reasons.setText("\n".join(told[:6]))
        self.steps.setCurrentIndex(1)
        self.back_button.show()
        changing = counts[RowVerdict.NEW.value] + counts[RowVerdict.UPDATE.value]
        self.submit_button.setText(tr("Take in {n} rows", n=count_text(changing)))
        self.submit_button.setEnabled(bool(changing))

    def _show_rows(self) -> None:
        if self.tried is not None:
            wanted = RowVerdict(self.chips.chosen)
            self.rows.set_rows([row for row in self.tried.rows if row.verdict is wanted])

    def _why(self, row: PlannedRow) -> Cell:
        return Cell(row.reason or row.verdict.label, tone=_TONES[row.verdict])

    def _said(self, row: PlannedRow) -> Cell:
        return Cell("  ·  ".join(str(value) for value in row.values if value not in ("", None)))

    def _keep(self) -> None:
        assert self.table is not None
        assert self.mapping is not None
        assert self.tried is not None
        self.submit_button.setEnabled(False)
        job = partial(
            imports.take_in,
            table=self.table,
            mapping=self.mapping,
            fingerprint=self.tried.summary.fingerprint,
        )
        self.context.tasks.write(self, job, self._on_kept, self.show_error)

    def _on_kept(self, batch: Batch) -> None:
        undo = partial(
            self.context.tasks.write, self._page, partial(imports.undo, batch_id=batch.id)
        )
        told = tr("{added} added, {updated} updated.", added=count_text(batch.added),
                  updated=count_text(batch.updated))  # fmt: skip
        self.context.toast(told, undo)
        self.finish()

    def _on_back(self) -> None:
        self.steps.setCurrentIndex(0)
        self.back_button.hide()
        self.submit_button.setText(tr("Try it"))
        self.submit_button.setEnabled(True)

    def _on_save(self) -> None:
        name = self.name.text().strip()
        if self.table is None or self.mapping is None or not name:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        job = partial(import_matching.save, table=self.table, mapping=self.mapping, name=name)
        self.context.tasks.write(
            self, job, lambda _done: self.context.toast(tr("The matching is kept."))
        )

    def _on_rejects(self) -> None:
        name = tr("{name} left out.csv", name=self._path.stem)
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save rows left out"), name, tr("CSV (*.csv)")
        )
        if chosen:
            self.save_rejects(Path(chosen))

    def save_rejects(self, target: Path) -> None:
        """Write the rows that are left out, each with its reason."""
        assert self.table is not None
        assert self.mapping is not None
        job = partial(imports.write_rejects, table=self.table, mapping=self.mapping, target=target)
        self.context.tasks.read(
            self, job, lambda n: self.context.toast(tr("{n} rows are saved.", n=count_text(n))),
            identities=self._identities(),
        )  # fmt: skip

    def _identities(self) -> bool:
        return self.context.user.role.sees_identities
