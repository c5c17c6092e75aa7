"""The list of checklists beside one of them, and the list of all runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from csq_desktop.domain.checklist_schedule import DueChecklist, DueState, Overview
from csq_desktop.domain.checklists import Every, NewRun, RunFilter, RunLine, RunState
from csq_desktop.domain.users import Permission
from csq_desktop.services import checklist_papers, checklists
from csq_desktop.texts import tr, trn
from csq_desktop.ui import tokens
from csq_desktop.ui.checklists.columns import checklist_columns, run_columns
from csq_desktop.ui.checklists.detail import ChecklistDetail
from csq_desktop.ui.checklists.paper import PaperDialog
from csq_desktop.ui.checklists.view import View
from csq_desktop.ui.context import Context
from csq_desktop.ui.models.rows import RowsModel
from csq_desktop.ui.tokens import Tone
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.cards import Card
from csq_desktop.ui.widgets.chips import Chip, FilterChips
from csq_desktop.ui.widgets.messages import EmptyState
from csq_desktop.ui.widgets.split import SplitView
from csq_desktop.ui.widgets.table import TableView

LISTS, UNFINISHED, RUNS, FAILED = "lists", "unfinished", "runs", "failed"


@dataclass(frozen=True)
class Look:
    """What the list is filled from."""

    overviews: tuple[Overview, ...]
    runs: tuple[RunLine, ...]


def look(session: Any, today: date) -> Look:
    """Every checklist in use, and the runs."""
    return Look(checklists.overview(session, today), checklists.runs(session, RunFilter()))


class HomeView(View):
    """Checklists at the left, the chosen one at the right; chips lead to the runs."""

    run_opened = Signal(int)
    results_wanted = Signal(int)
    edit_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("checklists_home")
        self._look: Look | None = None
        target = context.shop.checklist_target
        self.chips = FilterChips(
            [
                Chip(LISTS, tr("Checklists")),
                Chip(UNFINISHED, tr("In progress"), Tone.ACCENT),
                Chip(RUNS, tr("All runs")),
                Chip(FAILED, tr("Runs with failures"), Tone.WARN),
            ],
            name="checklist_views",
        )
        self.model = RowsModel(checklist_columns(target))
        self.table = TableView(context, self.model, name="checklists", two_lines=True)
        self.runs_model = RowsModel(run_columns(target, titled=True))
        self.runs_table = TableView(context, self.runs_model, name="runs", two_lines=True)
        self.detail = ChecklistDetail(context)
        self.no_runs = EmptyState("checklist", tr("No runs here"))
        self._build()
        self._build_head()
        self._connect()

    @property
    def chosen(self) -> Overview | None:
        """The checklist chosen in the list."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def reload(self) -> None:
        query = partial(look, today=self.context.today())
        self.context.tasks.read(self, query, self._on_looked)

    def start(self) -> None:
        """Start the chosen checklist, or go on with the run that waits."""
        one = self.chosen
        if one is None:
            return
        if one.now is not None and one.now.run_id is not None:
            self.run_opened.emit(one.now.run_id)
        else:
            self._start(NewRun(one.line.id))

    def _build(self) -> None:
        lists = Card()
        lists.body.setContentsMargins(6, 6, 6, 6)
        lists.body.addWidget(self.table)
        runs = Card()
        runs.body.setContentsMargins(6, 6, 6, 6)
        runs.body.addWidget(self.runs_table)
        runs.body.addWidget(self.no_runs)
        self.table.setAccessibleName(tr("Checklists"))
        self.runs_table.setAccessibleName(tr("Runs"))
        self._stack = QStackedWidget()
        self._stack.addWidget(SplitView(lists, self.detail, (46, 54)))
        self._stack.addWidget(runs)
        top = QHBoxLayout()
        top.addWidget(self.chips, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _build_head(self) -> None:
        if self.context.may(Permission.EDIT_TEMPLATES):
            self.add_button(
                buttons.secondary(
                    tr("New checklist"), lambda: self.edit_wanted.emit(0), name="new_checklist"
                )
            )
        start = buttons.primary(tr("Start"), self.start, icon="player-play", name="start_run")
        self._start_button = self.add_button(start, primary=True)
        self._start_button.setEnabled(False)

    def _connect(self) -> None:
        self.chips.chosen_changed.connect(lambda _key: self._show())
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self.start())
        self.runs_table.opened.connect(lambda row: self._open(self.runs_model.row_at(row)))
        self.detail.run_chosen.connect(self._open)
        self.detail.start_wanted.connect(self._on_missed)
        self.detail.print_wanted.connect(self._on_print)
        self.detail.edit_wanted.connect(self._on_edit)
        self.detail.retire_wanted.connect(self._on_retire)

    def _on_looked(self, looked: Look) -> None:
        before = self.chosen
        self._look = looked
        self.model.set_rows(looked.overviews)
        place = 0
        for at, one in enumerate(looked.overviews):
            if before is not None and one.line.key == before.line.key:
                place = at
        self.table.choose(place)
        if before is None:
            self.table.setFocus()
        self._show()

    def _show(self) -> None:
        if self._look is None:
            return
        runs = self._look.runs
        shown = {
            UNFINISHED: [run for run in runs if run.state is RunState.DRAFT],
            RUNS: list(runs),
            FAILED: [run for run in runs if run.failed_items],
        }
        counts = {key: len(found) for key, found in shown.items()}
        self.chips.set_counts({LISTS: len(self._look.overviews), **counts})
        found = shown.get(self.chips.chosen)
        self._stack.setCurrentIndex(0 if found is None else 1)
        self.runs_model.set_rows(found or ())
        self.runs_table.setVisible(bool(found))
        self.no_runs.setVisible(not found)
        self.no_runs.show_text(*_nothing(self.chips.chosen))
        self.headed.emit(tr("Checklists"), _subtitle(self._look.overviews))

    def _on_chosen(self, row: int) -> None:
        one = self.model.row_at(row) if row >= 0 else None
        self._start_button.setEnabled(one is not None)
        if one is None:
            self.detail.show_empty()
            return
        waits = one.now is not None and one.now.run_id is not None
        self._start_button.setText(tr("Resume") if waits else tr("Start"))
        self.detail.show_overview(one)

    def _on_missed(self, one: DueChecklist) -> None:
        if one.run_id is not None:
            self.run_opened.emit(one.run_id)
        else:
            self._start(NewRun(one.template_id, one.last))

    def _start(self, new: NewRun) -> None:
        job = partial(checklists.start, new=new)
        self.context.tasks.write(self, job, self.run_opened.emit)

    def _open(self, run: RunLine) -> None:
        if run.state is RunState.DRAFT:
            self.run_opened.emit(run.id)
        else:
            self.results_wanted.emit(run.id)

    def _on_edit(self) -> None:
        if self.chosen is not None:
            self.edit_wanted.emit(self.chosen.line.id)

    def _on_print(self) -> None:
        if self.chosen is None:
            return
        line = self.chosen.line
        query = partial(checklist_papers.blank, template_id=line.id)
        dialog = PaperDialog(self.context, tr("Blank checklist"), query, self)
        dialog.file_name = f"{line.key}.pdf"
        dialog.noted(checklist_papers.TEMPLATE, line.id)
        dialog.open()

    def _on_retire(self) -> None:
        if self.chosen is None:
            return
        line, tasks = self.chosen.line, self.context.tasks
        back = partial(checklists.take_up_again, template_id=line.id)

        def told(_nothing: None) -> None:
            words = tr("“{title}” is out of use", title=line.title.text)
            self.context.toast(words, lambda: tasks.write(self, back))

        tasks.write(self, partial(checklists.retire, template_id=line.id), told)


def _nothing(view: str) -> tuple[str, str]:
    if view == UNFINISHED:
        return tr("Nothing in progress"), tr("A run that is left half done waits here.")
    if view == FAILED:
        return tr("No run with a failed item"), tr("Items that fail make their run stand here.")
    return tr("No runs yet"), tr("Choose a checklist and press Start.")


def _subtitle(overviews: Sequence[Overview]) -> str:
    waiting = [one.now for one in overviews if one.now and one.now.state is not DueState.DONE]
    today = sum(one.every is Every.DAILY or one.last == one.first for one in waiting)
    parts = [
        trn("{n} due", "{n} due", len(waiting)),
        trn("{n} of them today", "{n} of them today", today) if today else "",
    ]
    missed = sum(one.missed for one in overviews)
    if missed:
        parts.append(trn("{n} missed of late", "{n} missed of late", missed))
    return "  ·  ".join(part for part in parts if part)
