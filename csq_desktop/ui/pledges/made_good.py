"""Broken promises made good: what is owed, what was given, and the actions."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.actions import Action, ActionSource, ActionState, NewAction
from csq_desktop.domain.pledges.months import MonthNote, PledgeCase, PledgeDetail
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, money_text, month_text, short_moment_text
from csq_desktop.services.actions import actions
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.texts import tr, trn
from csq_desktop.ui.actions.added import offer_undo
from csq_desktop.ui.actions.form import ActionForm
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow_role
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import HistoryLine, Timeline
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.fields import MoneyField, NumberField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.form_draft import FormDraft
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme, tokens


class MadeGood(QWidget):
    """The remedies owed for a month's broken promises, and the pledge's actions."""

    troubled = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._detail: PledgeDetail | None = None
        self.owed = Badge()
        self.sentence = PlainLabel("", wrap=True).selectable()
        self.count, self.cost = NumberField(), MoneyField()
        self.save = buttons.secondary(tr("Save"), self._on_save, name="save_made_good")
        self.message = InlineMessage()
        self.entry = self._entry()
        texts = (self.form.collect, self.form.restore)
        self.draft = FormDraft(self.entry, context, self.message, texts)
        self.cases = RowsModel(self._case_columns())
        self.case_table = TableView(context, self.cases, name="pledge_cases", two_lines=True)
        self.case_table.setAccessibleName(tr("Complaints over the maximum time"))
        self.case_table.setMinimumHeight(theme.current().px(180))
        self.case_table.opened.connect(self._on_case)
        self.history = Timeline()
        self.add_button = buttons.quiet(
            tr("Add action"), self._on_add, icon="plus", name="add_action"
        )
        allow_role(self.add_button, context, Permission.WORK_ACTIONS)
        self.action_form = ActionForm(context)
        self.action_form.hide()
        self.action_form.promised.connect(self._on_promised)
        self._build()

    def show_detail(self, detail: PledgeDetail) -> None:
        """Show a month of a pledge."""
        before, self._detail = self._detail, detail
        if before is None or before.pledge.id != detail.pledge.id:
            self.action_form.hide()
        same = before is not None and _draft_key(before) == _draft_key(detail)
        if not (same and self.draft.is_changed):
            self._begin(detail)
        by_hand = detail.pledge.source.is_by_hand
        self._show_owed(detail)
        self.entry.setVisible(by_hand and bool(detail.broken or detail.noted.remedied))
        self.case_table.setVisible(not by_hand and bool(detail.cases))
        self.cases.set_rows(detail.cases)
        self._show_actions(detail.actions)

    def _begin(self, detail: PledgeDetail) -> None:
        """Show what is stored of a month; what is half typed of another one is kept."""
        self.draft.leave()
        self.message.clear()
        self.count.setValue(detail.noted.remedied)
        self.cost.set_cents(detail.noted.remedied_cents or None)
        self.form.show_errors({})
        self.draft.begin(_draft_key(detail))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.sentence, 1)
        head.addWidget(self.owed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.GAP, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addLayout(head)
        column.addWidget(self.entry)
        column.addWidget(self.case_table)
        column.addWidget(SectionTitle(tr("Actions"), self.add_button))
        column.addWidget(self.action_form)
        column.addWidget(self.history)
        column.addStretch(1)

    def save_button(self) -> QPushButton:
        """What Ctrl+Enter presses in the form of remedies."""
        return self.save

    def _entry(self) -> QWidget:
        box, row = QWidget(), QHBoxLayout()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.message)
        column.addLayout(row)
        self.form = FormGrid(columns=2)
        self.form.add("remedied", tr("Remedies given"), self.count)
        self.form.add("remedied_cost", tr("Cost of remedies"), self.cost)
        row.addWidget(self.form, 1)
        row.addWidget(self.save)
        allow_role(box, self.context, Permission.ENTER_COUNTS)
        return box

    def _show_owed(self, detail: PledgeDetail) -> None:
        month = month_text(detail.month)
        if not detail.broken:
            self.sentence.setText(tr("Every case met the pledge in {month}.", month=month))
            self.owed.show_state("", Tone.SOFT)
            return
        broken = trn(
            "{n} case did not meet the pledge in {month}.",
            "{n} cases did not meet the pledge in {month}.",
            detail.broken,
            month=month,
        )
        remedy = detail.version.terms.remedy.text
        self.sentence.setText(f"{broken} {remedy}")
        if detail.owed:
            words = trn("{n} remedy still due", "{n} remedies still due", detail.owed)
            self.owed.show_state(words, Tone.WARN)
        else:
            self.owed.show_state(tr("all remedied"), Tone.GOOD)

    def _case_columns(self) -> list[Column]:
        today, zone = self.context.today(), self.context.zone
        return [
            Column(
                "case",
                tr("Complaint"),
                lambda case: Cell(case.summary, case.ref, strong=True),
                260,
                sort=lambda case: case.ref,
                facts=(
                    Fact(tr("Complaint"), lambda case: case.summary),
                    Fact(tr("Number"), lambda case: case.ref),
                ),
            ),
            Column(
                "due",
                tr("Due date"),
                lambda case: Cell(short_moment_text(case.due_at, today, zone)),
                120,
                sort=lambda case: case.due_at,
                facts=(Fact(tr("Due date"), lambda case: in_zone(case.due_at, zone)),),
            ),
            Column(
                "done",
                tr("Done"),
                self._done_cell,
                120,
                facts=(Fact(tr("Done"), lambda case: in_zone(case.done_at, zone)),),
            ),
            Column("remedy", tr("Remedy"), _remedy_cell, 150),
        ]

    def _done_cell(self, case: PledgeCase) -> Cell:
        if case.done_at is None:
            return Cell(tr("still open"), tone=Tone.BAD)
        when = short_moment_text(case.done_at, self.context.today(), self.context.zone)
        return Cell(when)

    def _show_actions(self, actions: Sequence[Action]) -> None:
        lines = [
            HistoryLine(
                date_text(action.due_on), f"{action.title} · {action.owner}", _state(action)
            )
            for action in actions
        ]
        self.history.show_lines(lines or [HistoryLine("", tr("No actions yet."))])

    def _on_case(self, row: int) -> None:
        self.context.navigate("complaints", self.cases.row_at(row).complaint_id)

    def _on_save(self) -> None:
        wrong = tr("Enter the amount as 459 or 1,234.50.")
        if not self.form.accepts({"remedied_cost": wrong} if self.cost.is_wrong else {}):
            return
        detail = self._detail
        assert detail is not None
        job = partial(
            pledge_months.make_good,
            pledge_id=detail.pledge.id,
            month=detail.month,
            count=self.count.value(),
            cents=self.cost.cents or 0,
        )
        done = partial(self._on_saved, detail)
        self.context.tasks.write(self, job, done, self.troubled.emit)

    def _on_saved(self, detail: PledgeDetail, before: MonthNote) -> None:
        job = partial(
            pledge_months.put_back, pledge_id=detail.pledge.id, month=detail.month, noted=before
        )
        if self._detail is not None and _draft_key(self._detail) == _draft_key(detail):
            self.draft.finish()
        self.context.drafts.drop(_draft_key(detail))
        words = tr("Remedies for {month} saved.", month=month_text(detail.month))
        self.context.toast_done(words, job)

    def _on_add(self) -> None:
        detail = self._detail
        assert detail is not None
        title = tr("Meet “{pledge}” again", pledge=detail.version.terms.wording.text)
        self.action_form.ask(ActionSource.PLEDGE, detail.pledge.id, title=title)

    def _on_promised(self, new: NewAction) -> None:
        self.context.tasks.write(
            self, partial(actions.promise, new=new), self._on_added, self.troubled.emit
        )

    def _on_added(self, action_id: int) -> None:
        self.action_form.finish()
        offer_undo(self.context, action_id)


def _draft_key(detail: PledgeDetail) -> str:
    return f"pledge.{detail.pledge.id}.remedies.{detail.month}"


def _remedy_cell(case: PledgeCase) -> Cell:
    if not case.is_remedied or case.remedy_kind is None:
        return Cell(tr("remedies still due"), tone=Tone.WARN)
    paid = money_text(case.remedy_cents) if case.remedy_cents else ""
    return Cell(case.remedy_kind.label, paid, Tone.GOOD)


def _state(action: Action) -> str:
    words = [action.ref, action.state.label]
    if action.state is not ActionState.OPEN and action.done_note:
        words.append(action.done_note)
    return " · ".join(words)
