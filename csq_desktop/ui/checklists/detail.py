"""One checklist beside the list: when it is due, its scores, what keeps failing, its runs."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.checklists.facts import ItemPast, RunState, Template
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState, Overview
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.checklists import (
    views,
)
from csq_desktop.services.checklists.views import ChecklistDetails
from csq_desktop.texts import tr, trn
from csq_desktop.ui.checklists.columns import due_tone, due_words, run_columns
from csq_desktop.ui.checklists.view import clear
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart import ChartView
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import ElidedLabel, PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import tokens

FAILING_SHOWN, LEAST_FAILED = 3, 2


class ChecklistDetail(DetailPane):
    """Shows one checklist; a signal for each of its buttons."""

    start_requested = Signal(object)
    run_chosen = Signal(object)
    print_requested = Signal()
    edit_requested = Signal()
    retire_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(
            EmptyState(
                "checklist",
                tr("Select a checklist"),
                tr("Scores, past checks and recurring failures appear here."),
            )
        )
        self.setObjectName("checklist_detail")
        self._context = context
        self._shown: Overview | None = None
        self.heading, self.meta = ElidedLabel("", "heading"), ElidedLabel("", "label")
        self.states, self.failing = QWidget(), QWidget()
        self.chart = ChartView(context, height=170)
        self.events = PlainLabel("", "meta", wrap=True).selectable()
        self.model = RowsModel(run_columns(titled=False))
        self.table = TableView(context, self.model, name="checklist_runs", two_lines=True)
        self.table.setAccessibleName(tr("Checks with this checklist"))
        self.none_yet = PlainLabel(
            tr("No checks yet. Scores will appear here."), "muted", wrap=True
        )
        self._build()
        self.table.opened.connect(lambda row: self.run_chosen.emit(self.model.row_at(row)))

    def show_overview(self, overview: Overview) -> None:
        """Show a checklist, and fetch what belongs to it."""
        self._shown = overview
        self.heading.setText(overview.line.title.text)
        self.show_content()
        query = partial(views.details, template_id=overview.line.id, today=self._context.today())
        self._context.tasks.read(self, query, partial(self._on_looked, overview.line.id))

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.meta)
        self._states_flow = FlowLayout(self.states)
        self.buttons = self._buttons()
        for button in self.buttons:
            self._states_flow.addWidget(button)
        self._tools = self._states_flow.count()
        self._failing_column = QVBoxLayout(self.failing)
        self._failing_column.setContentsMargins(0, 0, 0, 0)
        self._failing_column.setSpacing(tokens.GAP_TINY)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        self.content.addWidget(scrolled_to_read(inner))
        column.addLayout(words)
        for part in (self.states, self.none_yet, self.chart, self.events, self.failing):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def _buttons(self) -> list[QPushButton]:
        row = [
            buttons.secondary(
                tr("Print blank"), self.print_requested.emit, icon="printer", name="print_blank"
            )
        ]
        if self._context.may(Permission.EDIT_TEMPLATES):
            menu = QMenu(self)
            menu.addAction(tr("Retire"), self.retire_requested.emit)
            row.append(
                buttons.secondary(
                    tr("Change"), self.edit_requested.emit, icon="pencil", name="edit_checklist"
                )
            )
            row.append(buttons.with_menu("", menu, icon="dots", name="checklist_more"))
            row[-1].setAccessibleName(tr("More"))
        return row

    def _on_looked(self, template_id: int, looked: ChecklistDetails) -> None:
        if self._shown is None or self._shown.line.id != template_id:
            return
        line = self._shown.line
        minutes = trn("about {n} minute", "about {n} minutes", line.minutes)
        parts = (
            tr("Version {n}", n=line.version),
            line.every.label,
            minutes if line.minutes else "",
            trn("{n} item", "{n} items", line.items),
        )
        self.meta.setText(" · ".join(part for part in parts if part))
        self._show_states(looked.due)
        self._show_scores(looked)
        self._show_failing(looked)
        self.model.set_rows(looked.runs)
        self.table.show_every_row()
        self.table.setVisible(bool(looked.runs))

    def _show_states(self, due: Sequence[DueChecklist]) -> None:
        clear(self._states_flow, keep=self._tools)
        now = self._shown.now if self._shown else None
        if now is not None:
            words = due_words(now, self._context.today())
            if now.state is DueState.STARTED:
                words = f"{now.state.label} · {words}"
            self._states_flow.addWidget(Badge(words, due_tone(now.state)))
        for occurrence in due:
            if occurrence.state is DueState.MISSED:
                self._add_missed(occurrence)

    def _add_missed(self, missed: DueChecklist) -> None:
        words = tr("{missed} · do it now", missed=due_words(missed, self._context.today()))
        link = buttons.link(
            words,
            lambda: self.start_requested.emit(missed),
            name=f"missed_{missed.last.isoformat()}",
        )
        self._states_flow.addWidget(link)

    def _show_scores(self, looked: ChecklistDetails) -> None:
        finished = [run for run in looked.runs if run.state is RunState.FINISHED][::-1]
        self.none_yet.setVisible(not finished)
        drawn = len(finished) > 1
        self.chart.setVisible(drawn)
        spec = views.scores_chart(finished, looked.events)
        self.events.setText(spec.event_words)
        self.events.setVisible(drawn and bool(spec.event_words))
        if drawn:
            self.chart.show_spec(spec)

    def _show_failing(self, looked: ChecklistDetails) -> None:
        clear(self._failing_column)
        often = [past for past in looked.pasts if past.failed >= LEAST_FAILED]
        often.sort(key=lambda past: -past.failed)
        for past in often[:FAILING_SHOWN]:
            self._failing_column.addLayout(_failing_row(looked.template, past))
        self.failing.setVisible(bool(often))


def _failing_row(template: Template, past: ItemPast) -> QHBoxLayout:
    item = template.item(past.item_code)
    row = QHBoxLayout()
    row.setSpacing(tokens.GAP_SMALL)
    words = item.text.text if item else ""
    row.addWidget(ElidedLabel(f"{past.item_code}  {words}"), 1)
    failures = tr("failed {n} of the last {all} checks", n=past.failed, all=len(past.outcomes))
    row.addWidget(Badge(failures, Tone.WARN))
    return row
