"""One action beside the list, and what can be done with it."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.actions import Action, ActionSource, ActionState
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, moment_text
from csq_desktop.texts import tr
from csq_desktop.ui.actions.columns import meta, state_cell
from csq_desktop.ui.actions.served import ServedCases
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.messages import EmptyState, InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.form_draft import FormDraft
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane
from csq_desktop.ui.past.dialog import PastDialog
from csq_desktop.ui.theme import tokens

_PAGES = {
    ActionSource.CHECKLIST: "checklists",
    ActionSource.COMPLAINT: "complaints",
    ActionSource.PLEDGE: "pledges",
}
_PUT_OFF = timedelta(days=7)


class ActionDetail(DetailPane):
    """Shows an action; a signal per thing that can be done with it."""

    finish_requested = Signal(object, str)
    cancel_requested = Signal(object, str)
    postpone_requested = Signal(object, object)
    hand_over_requested = Signal(object, object, str)
    reopen_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(
            EmptyState(
                "clipboard-check",
                tr("Choose an action"),
                tr("Complete, postpone or hand over the action here."),
            )
        )
        self.setObjectName("action_detail")
        self._context = context
        self._shown: Action | None = None
        self.heading, self.meta = (
            PlainLabel("", "heading", wrap=True),
            PlainLabel("", "label", wrap=True),
        )
        self.badge, self.facts = Badge(), KeyValueList()
        self.served = ServedCases(context)
        self.note, self.owner = WordsLine(), PersonField()
        self.due = DateField(context.today, ahead=True)
        self.work, self.form = QWidget(), FormGrid(columns=2)
        self.origin = buttons.link("", self._on_origin, icon="external-link", name="action_origin")
        self.past = buttons.link(tr("As it stood…"), self._on_past, name="past_action")
        self.again = buttons.secondary(
            tr("Reopen"), self._on_again, icon="restore", name="action_again"
        )
        self.message = InlineMessage()
        self._build()
        texts = (self.form.collect, self.form.restore)
        self.draft = FormDraft(self.work, context, self.message, texts)

    def show_action(self, action: Action) -> None:
        """Show an action; what is half typed about it stays, or comes back as a draft."""
        before, self._shown = self._shown, action
        if before is None or before.id != action.id:
            self._begin(action)
        else:
            self._take_changes(before, action)
        self.heading.setText(action.title)
        self.meta.setText(meta(action))
        cell = state_cell(action, self._context.today())
        self.badge.show_state(cell.text, cell.tone or Tone.SOFT)
        self.facts.show_pairs(
            [
                (tr("Owner"), action.owner),
                (tr("Due date"), date_text(action.due_on)),
                (tr("Date set"), moment_text(action.created_at, self._context.zone)),
                (
                    tr("Ended"),
                    moment_text(action.done_at, self._context.zone) if action.done_at else "",
                ),
                (tr("Note"), action.done_note),
            ]
        )
        self.served.show_action(action)
        self._show_origin(action)
        may = self._context.may(Permission.WORK_ACTIONS)
        self.work.setVisible(may and action.state is ActionState.OPEN)
        self.again.setVisible(may and action.state is not ActionState.OPEN)
        self.show_content()

    def forget(self, action: Action, *fields: str) -> None:
        """What was typed about an action is stored: these fields of it, or all as it has ended."""
        if self._shown is not None and self._shown.id == action.id:
            self.draft.finish(*fields)
        elif not fields:
            self._context.drafts.drop(_draft_key(action))

    def buttons(self) -> list[QPushButton]:
        """What can be done with the action shown, the likeliest last."""
        parts = [self.again, self.origin, *self.work.findChildren(QPushButton)]
        return [button for button in reversed(parts) if button.objectName().startswith("action_")]

    def begin(self) -> None:
        """Put the keyboard where the action can be ended."""
        if not self.work.isHidden():
            self.note.setFocus()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        self.content.addWidget(scrolled_to_read(inner))
        for part in (self.heading, self.meta, self.badge, self.facts, self.served, self.origin):
            column.addWidget(part)
        column.addWidget(self.past, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.add(
            "action_note", tr("What was done, or why it was cancelled"), self.note, wide=True
        )
        self.form.add_row(
            _row(
                buttons.secondary(tr("Done"), self._on_done, icon="check", name="action_done"),
                buttons.secondary(tr("Cancel action"), self._on_cancel, name="action_drop"),
            )
        )
        self.form.add("action_until", tr("New due date"), self.due)
        self.form.add("action_to", tr("Hand over to"), self.owner)
        self.form.add_row(
            _row(
                buttons.secondary(tr("Postpone"), self._on_postpone, name="action_postpone"),
                buttons.secondary(tr("Hand over"), self._on_hand_over, name="action_hand_over"),
            )
        )
        work = QVBoxLayout(self.work)
        work.setContentsMargins(0, 0, 0, 0)
        work.addWidget(self.message)
        work.addWidget(self.form)
        column.addWidget(self.work)
        column.addWidget(self.again)
        column.addStretch(1)
        self.note.returnPressed.connect(self._on_done)

    def _begin(self, action: Action) -> None:
        self.draft.leave()
        self.message.clear()
        self.note.clear()
        self.owner.clear()
        self._offer_day(action)
        self.form.show_errors({})
        self.draft.begin(_draft_key(action))

    def _take_changes(self, before: Action, action: Action) -> None:
        """A day or an owner that was typed is stored now; a note that was not stays."""
        if before.due_on != action.due_on:
            self._offer_day(action)
            self.draft.finish("action_until")
        if (before.owner_id, before.owner) != (action.owner_id, action.owner):
            self.owner.clear()
            self.draft.finish("action_to")

    def _offer_day(self, action: Action) -> None:
        self.due.set_day(max(action.due_on, self._context.today()) + _PUT_OFF)

    def _show_origin(self, action: Action) -> None:
        leads = action.source in _PAGES and action.source_id is not None
        self.origin.setVisible(leads)
        self.origin.setText(tr("Open: {source}", source=action.source.label))

    def _on_origin(self) -> None:
        if self._shown is not None:
            self._context.navigate(_PAGES[self._shown.source], self._shown.source_id)

    def _on_past(self) -> None:
        if self._shown is not None:
            PastDialog(self._context, PastSubject.ACTION, self._shown.id, self).open()

    def _on_done(self) -> None:
        if self._shown is not None:
            self.finish_requested.emit(self._shown, self.note.text().strip())

    def _on_cancel(self) -> None:
        reason = self.note.text().strip()
        errors = {} if reason else {"action_note": tr("Enter the reason for cancelling.")}
        self.form.show_errors(errors)
        if self._shown is not None and reason:
            self.cancel_requested.emit(self._shown, reason)

    def _on_postpone(self) -> None:
        self.form.show_errors({})
        if self._shown is not None and self.due.day is not None:
            self.postpone_requested.emit(self._shown, self.due.day)

    def _on_hand_over(self) -> None:
        owner = self.owner.choice
        self.form.show_errors({} if owner else {"action_to": tr("Enter who is responsible.")})
        if self._shown is not None and owner:
            self.hand_over_requested.emit(self._shown, owner, self.owner.text().strip())

    def _on_again(self) -> None:
        if self._shown is not None:
            self.reopen_requested.emit(self._shown)


def _draft_key(action: Action) -> str:
    return f"action.{action.id}.work"


def _row(*shown: QPushButton) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row)
    for button in shown:
        flow.addWidget(button)
    return row
