"""The list of checklists beside one of them, and the list of all runs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from csq_desktop.domain.checklists.facts import NewRun, RunFilter, RunLine, RunState
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState, Overview
from csq_desktop.domain.exports.lists import ACTIONS as EXPORTED_ACTIONS
from csq_desktop.domain.exports.lists import ANSWERS, CHECKS
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.checklists import checklists, views
from csq_desktop.services.checklists import (
    papers as checklist_papers,
)
from csq_desktop.services.checklists import (
    templates as checklist_templates,
)
from csq_desktop.services.checklists.views import ChecklistsHome
from csq_desktop.texts import tr, trn
from csq_desktop.ui.actions.section import ActionSection
from csq_desktop.ui.checklists.columns import checklist_columns, run_columns
from csq_desktop.ui.checklists.detail import ChecklistDetail
from csq_desktop.ui.checklists.paper import PaperDialog
from csq_desktop.ui.checklists.view import ChecklistView
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import ExportOffer, export_button
from csq_desktop.ui.kit.allowing import allow, allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.layout.split import SplitView
from csq_desktop.ui.kit.tables.big_list import BigListModel, BigQuery
from csq_desktop.ui.kit.tables.row_menu import Act, RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import icons, tokens

LISTS, UNFINISHED, RUNS, FAILED = "lists", "unfinished", "runs", "failed"
ACTIONS = "actions"

_FILTERS = {
    UNFINISHED: RunFilter(state=RunState.DRAFT),
    RUNS: RunFilter(),
    FAILED: RunFilter(with_failures=True),
}


class HomeView(ChecklistView):
    """Checklists at the left, the chosen one at the right; chips lead to the runs."""

    run_opened = Signal(object)
    results_requested = Signal(object)
    edit_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("checklists_home")
        self._look: ChecklistsHome | None = None
        self._requested_id: int | None = None
        self.chips = FilterChips(
            [
                Chip(LISTS, tr("Checklists")),
                Chip(UNFINISHED, tr("In progress"), Tone.ACCENT),
                Chip(RUNS, tr("All checks")),
                Chip(FAILED, tr("With failed items"), Tone.WARN),
                Chip(ACTIONS, tr("Actions")),
            ],
            name="checklist_views",
        )
        self.model = RowsModel(checklist_columns(context.today))
        self.table = TableView(context, self.model, name="checklists", two_lines=True)
        self.runs_model = BigListModel(context.tasks, run_columns(titled=True))
        self.runs_table = TableView(context, self.runs_model, name="runs", two_lines=True)
        self.detail = ChecklistDetail(context)
        self.no_runs = EmptyState("checklist", tr("No checks in this list"))
        self.promises = ActionSection(context)
        self._build()
        self._build_head()
        self._connect()

    @property
    def chosen(self) -> Overview | None:
        """The checklist chosen in the list."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def reload(self) -> None:
        query = partial(views.home, today=self.context.today())
        self.context.tasks.read(self, query, self._on_looked)
        if self.chips.chosen == ACTIONS:
            self.promises.reload()

    def show_checklist(self, template_id: int) -> None:
        """Choose a checklist in the list, at once or when it is there."""
        self.chips.choose(LISTS)
        self._requested_id = template_id
        self._split.show_detail()
        self.reload()

    def show_action(self, action_id: int) -> None:
        """Show an action among the others."""
        self.chips.choose(ACTIONS)
        self.promises.show_action(action_id)

    def begin(self, *, action: bool) -> None:
        """Ask for a new action, or turn to the checklists: Enter starts the one chosen there."""
        self.chips.choose(ACTIONS if action else LISTS)
        if action:
            self.promises.begin_new()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start(self) -> None:
        """Start the chosen checklist, or go on with the run that waits; or begin an action."""
        if self.chips.chosen == ACTIONS:
            self.promises.begin_new()
            return
        chosen = self.chosen
        if chosen is None:
            return
        if chosen.now is not None and chosen.now.run_id is not None:
            self.run_opened.emit(chosen.now.run_id)
        else:
            self._start(NewRun(chosen.line.id))

    def _build(self) -> None:
        lists = Card()
        lists.body.setContentsMargins(6, 6, 6, 6)
        lists.body.addWidget(self.table)
        runs = Card()
        runs.body.setContentsMargins(6, 6, 6, 6)
        runs.body.addWidget(self.runs_table)
        runs.body.addWidget(self.no_runs)
        self.table.setAccessibleName(tr("Checklists"))
        self.runs_table.setAccessibleName(tr("Checks"))
        self._stack = QStackedWidget()
        self._split = SplitView(lists, self.detail, (46, 54), name="checklists_split")
        for split in (self._split, self.promises.split):
            split.detail_alone.connect(self.chips.setHidden)
        self._stack.addWidget(self._split)
        self._stack.addWidget(runs)
        self._stack.addWidget(self.promises)
        top = QHBoxLayout()
        top.addWidget(self.chips, 1)
        kinds = (CHECKS, ANSWERS, EXPORTED_ACTIONS)
        top.addWidget(export_button(self.context, self, kinds, self._offered))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _build_head(self) -> None:
        if self.context.may(Permission.EDIT_TEMPLATES):
            self.add_button(
                buttons.secondary(
                    tr("New checklist"), lambda: self.edit_requested.emit(0), name="new_checklist"
                )
            )
        start = buttons.primary(tr("Start"), self.start, icon="player-play", name="start_run")
        self._start_button = self.add_button(start, primary=True)
        self._show_start()

    def _run_links(self, run: RunLine) -> list[tuple[str, Act]]:
        return [(tr("Open"), partial(self._open, run))]

    def _connect(self) -> None:
        self.chips.chosen_changed.connect(self._on_view_chosen)
        self.promises.troubled.connect(self.troubled)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self.start())
        self.table.offer(RowOffers(lambda: [*self.detail.buttons, self._start_button]))
        self.runs_table.offer(RowOffers(number=lambda run: run.ref, links=self._run_links))
        self.runs_model.reordered.connect(self._on_reordered)
        self.runs_table.opened.connect(lambda row: self._open(self.runs_model.row_at(row)))
        self.detail.run_chosen.connect(self._open)
        self.detail.start_requested.connect(self._on_missed)
        self.detail.print_requested.connect(self._on_print)
        self.detail.edit_requested.connect(self._on_edit)
        self.detail.retire_requested.connect(self._on_retire)

    def _on_looked(self, looked: ChecklistsHome) -> None:
        before, is_first, self._look = self.chosen, self._look is None, looked
        self.model.set_rows(looked.overviews)
        if self._requested_id is not None:
            place = self.model.find(self._requested_id, "line.id")
        else:
            place = self.model.find(before.line.key, "line.key") if before else 0
        self._requested_id = None
        self.table.choose(max(0, place))
        if is_first and self.table.isVisible():
            self.table.setFocus()
        self._show()

    def _show(self) -> None:
        if self._look is None:
            return
        counts, view = self._look.counts, self.chips.chosen
        shown = {UNFINISHED: counts.unfinished, RUNS: counts.all, FAILED: counts.with_failures}
        others = {LISTS: len(self._look.overviews), ACTIONS: self._look.open_actions}
        self.chips.set_counts({**others, **shown})
        self._stack.setCurrentIndex(1 if view in shown else 2 if view == ACTIONS else 0)
        if view in shown:
            self._show_runs()
            self.runs_table.setVisible(shown[view] > 0)
            self.no_runs.setVisible(not shown[view])
            self.no_runs.show_text(*_nothing(view))
        self.headed.emit(tr("Checklists"), _subtitle(self._look.overviews, self.context.today()))

    def _show_runs(self) -> None:
        asked = replace(_FILTERS[self.chips.chosen], order=self.runs_model.order)
        ids = partial(checklists.run_ids, run_filter=asked)
        self.runs_model.show(BigQuery(ids, checklists.run_lines))

    def _offered(self) -> ExportOffer:
        """What is exported from this view: the actions or checks listed, else all checks."""
        view = self.chips.chosen
        if view == ACTIONS:
            return (EXPORTED_ACTIONS,), self.promises.listed_ids
        asked = replace(_FILTERS.get(view, RunFilter()), order=self.runs_model.order)
        return (CHECKS, ANSWERS), asked

    def _on_reordered(self) -> None:
        if self.chips.chosen in _FILTERS:
            self._show_runs()

    def _on_view_chosen(self, view: str) -> None:
        if view == ACTIONS:
            self.promises.reload()
        self._show()
        self._show_start()

    def _on_chosen(self, _row: int) -> None:
        chosen = self.chosen
        if chosen is None:
            self.detail.show_empty()
        else:
            self.detail.show_overview(chosen)
        self._show_start()

    def _show_start(self) -> None:
        """The primary button says what it does in this view."""
        chosen, acting = self.chosen, self.chips.chosen == ACTIONS
        waits = chosen is not None and chosen.now is not None and chosen.now.run_id is not None
        words = tr("New action") if acting else tr("Resume") if waits else tr("Start")
        self._start_button.setText(words)
        self._start_button.setIcon(icons.icon("plus" if acting else "player-play", "on_accent"))
        self._start_button.setAccessibleName(words)
        if acting:
            allow_role(self._start_button, self.context, Permission.WORK_ACTIONS)
        else:
            allow(self._start_button, "" if chosen else tr("Select a checklist."))

    def _on_missed(self, missed: DueChecklist) -> None:
        if missed.run_id is not None:
            self.run_opened.emit(missed.run_id)
        else:
            self._start(NewRun(missed.template_id, missed.last))

    def _start(self, new: NewRun) -> None:
        job = partial(checklists.start, new=new)
        self.context.tasks.write(self, job, self.run_opened.emit)

    def _open(self, run: RunLine | None) -> None:
        if run is None:  # a row that is still being fetched
            return
        if run.state is RunState.DRAFT:
            self.run_opened.emit(run.id)
        else:
            self.results_requested.emit(run.id)

    def _on_edit(self) -> None:
        if self.chosen is not None:
            self.edit_requested.emit(self.chosen.line.id)

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
        back = partial(checklist_templates.take_up_again, template_id=line.id)

        def offer_undo(_nothing: None) -> None:
            words = tr("“{title}” retired", title=line.title.text)
            self.context.toast_done(words, back)

        tasks.write(self, partial(checklist_templates.retire, template_id=line.id), offer_undo)


def _nothing(view: str) -> tuple[str, str]:
    if view == UNFINISHED:
        return tr("Nothing in progress"), tr("Unfinished checks appear here.")
    if view == FAILED:
        return tr("No checks with failed items"), tr("Checks with failed items appear here.")
    return tr("No checks yet"), tr("Select a checklist and press Start.")


def _subtitle(overviews: Sequence[Overview], day: date) -> str:
    """What is to be run; today's number is the one on the first page."""
    waiting = [each.now for each in overviews if each.now and each.now.state is not DueState.DONE]
    today = sum(due.is_due_on(day) for due in waiting)
    later = len(waiting) - today
    missed = sum(each.missed for each in overviews)
    parts = [
        trn("{n} to do today", "{n} to do today", today) if today else tr("nothing to do today"),
        trn("{n} to do later", "{n} to do later", later) if later else "",
        trn("{n} missed recently", "{n} missed recently", missed) if missed else "",
    ]
    return "  ·  ".join(part for part in parts if part)
