"""The decision on a request of an issued pack, as it was made in the review."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.packs.asks import Ask, AskDecision, NewAskAnswer
from csq_desktop.domain.shop.people import Person
from csq_desktop.services import people
from csq_desktop.services.packs import asks
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import PersonField

_DUE_AFTER = timedelta(days=14)


class DecisionDialog(Dialog):
    """Asks who decided what, who is responsible, by when and why; agreed may begin an action.

    What was agreed without one is offered to be recorded as done.
    """

    help_heading: ClassVar[str] = "after-the-review"

    def __init__(self, context: Context, ask: Ask, parent: QWidget) -> None:
        super().__init__(context, tr("Record decision"), tr("Record decision"), parent)
        self._ask = ask
        self.draft_key = f"ask.{ask.id}"
        decisions = [AskDecision.YES, AskDecision.NO, AskDecision.LATER]
        if ask.is_agreed:
            decisions.insert(0, AskDecision.DONE)
        self.decision = ChoiceBox([(each.value, each.label) for each in decisions])
        self.decided_by, self.owner = PersonField(), PersonField()
        self.due = DateField(context.today, context.today() + _DUE_AFTER, ahead=True)
        self.comment, self.action = TextArea(lines=3), WordsLine()
        self.content.addWidget(PlainLabel(ask.sentence, "strong", wrap=True))
        self.form = self.add_form(FormGrid(columns=2))
        self._add_fields()
        self.decision.value_changed.connect(lambda _value: self._show_fields())
        self._show_fields()
        context.tasks.read(self, people.everyone, self._on_people)
        self.take_draft()

    def submit(self) -> None:
        """Keep the decision; it can be taken back from the toast."""
        errors = {}
        if not self.decided_by.choice:
            errors["ask_decided_by"] = tr("Enter who decided.")
        if self._decision is AskDecision.YES and not self.owner.choice:
            errors["ask_owner"] = tr("Enter who is responsible.")
        if self._decision is AskDecision.NO and not self.comment.toPlainText().strip():
            errors["ask_comment"] = tr("Enter why it was declined.")
        if self._decision is AskDecision.DONE and not self.comment.toPlainText().strip():
            errors["ask_comment"] = tr("Enter what was done.")
        if self.form.accepts(errors):
            self.write(partial(asks.answer, new=self._answer()), self._on_saved)

    @property
    def _decision(self) -> AskDecision:
        return AskDecision(self.decision.value)

    def _answer(self) -> NewAskAnswer:
        over = self._decision.is_over
        agreed = self._decision is AskDecision.YES
        return NewAskAnswer(
            ask_id=self._ask.id,
            decision=self._decision,
            decided_by=self.decided_by.choice,
            owner="" if over else self.owner.choice,
            due_on=None if over else self.due.day,
            comment=self.comment.toPlainText(),
            action_title=self.action.text() if agreed else "",
        )

    def _add_fields(self) -> None:
        form = self.form
        form.add("ask_decision", tr("Decision"), self.decision)
        form.add("ask_decided_by", tr("Decided by"), self.decided_by)
        form.add("ask_owner", tr("Owner"), self.owner)
        form.add("ask_due", tr("Due date"), self.due)
        form.add("ask_comment", tr("Note"), self.comment, wide=True)
        hint = tr("It is added to the actions, with this owner and due date. Without one, the "
                  "request stays open until it is recorded here as done.")  # fmt: skip
        form.add("ask_action", tr("Action to begin"), self.action, hint=hint, wide=True)

    def _show_fields(self) -> None:
        decision = self._decision
        for key in ("ask_owner", "ask_due"):
            self.form.set_shown(key, not decision.is_over)
        self.form.set_shown("ask_action", decision is AskDecision.YES)

    def _on_people(self, listed: Sequence[Person]) -> None:
        self.decided_by.offer(listed)
        self.owner.offer(listed)

    def _on_saved(self, answer_id: int) -> None:
        undo = partial(asks.take_back, answer_id=answer_id)
        self.context.toast_done(tr("Decision recorded."), undo)
        self.finish()
