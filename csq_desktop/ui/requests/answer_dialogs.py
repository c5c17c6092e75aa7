"""How a request ends: complied with, nothing held, withdrawn; or refused on grounds."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox

from csq_desktop.domain.refusals.facts import REFUSAL, NewRefusal, RefusalGround
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequestOutcome
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import requests
from csq_desktop.services.requests.requests import RequestAnswer
from csq_desktop.texts import tr
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.tick_list import TickList
from csq_desktop.ui.kit.step_dialog import StepJob
from csq_desktop.ui.requests.request_dialog import RequestDialog, step


class AnswerRequestDialog(RequestDialog):
    """Records what became of a request and when the answer was handed over or sent."""

    kind: ClassVar[str] = "answer"
    help_heading: ClassVar[str] = "answer"

    def title_text(self) -> str:
        return tr("Answer the request")

    def action_text(self) -> str:
        return tr("Record the answer")

    def done_text(self) -> str:
        return tr("Answer recorded.")

    def fill(self) -> None:
        outcomes = [(each.value, each.label) for each in self._possible()]
        self.form.add(
            "outcome", PRIVACY_REQUEST.field("request_outcome").title, ChoiceBox(outcomes)
        )
        self.day = DateField(self.context.today, self.context.today())
        last = tr("The last day is {day}.", day=date_text(self.request.last_day))
        self.form.add("answered_on", tr("Handed over or sent on"), self.day, hint=last)
        hint = tr("What is not included and why, or why it took longer. It stands in the letter.")
        self.form.add(
            "reasons",
            PRIVACY_REQUEST.field("reasons").title,
            TextArea(lines=3),
            wide=True,
            hint=hint,
        )

    def job(self) -> StepJob:
        day = self.day.day or self.context.today()
        reply = RequestAnswer(RequestOutcome(self.text("outcome")), day, self.text("reasons"))
        return step(requests.answer, self.request, reply=reply)

    def _possible(self) -> tuple[RequestOutcome, ...]:
        """A refusal has a form of its own; nothing can be held only of what was asked for."""
        outcomes = [RequestOutcome.COMPLIED, RequestOutcome.PARTLY]
        if self.request.customer_id is None:
            outcomes = []
        if self.request.kind is PrivacyRequestKind.ACCESS:
            outcomes.append(RequestOutcome.NOTHING_HELD)
        return (*outcomes, RequestOutcome.WITHDRAWN)


class RefuseDialog(RequestDialog):
    """Enters a refusal into the log book, before its notice is given."""

    kind: ClassVar[str] = "refuse"
    help_heading: ClassVar[str] = "refuse"
    wide: ClassVar[int] = 720
    tall: ClassVar[int] = 690

    def title_text(self) -> str:
        return tr("Refuse the request")

    def action_text(self) -> str:
        return tr("Enter in the log book")

    def done_text(self) -> str:
        return tr("Refusal entered. Print its notice under Notices.")

    def fill(self) -> None:
        kind = self.request.kind
        grounds = [(each.value, each.label) for each in RefusalGround if each.kind is kind]
        self.grounds = TickList(grounds)
        self.form.add("grounds", REFUSAL.field("grounds").title, self.grounds, wide=True)
        hint = tr("The notice gives these words as the reasons. The log book keeps them.")
        self.form.add(
            "particulars",
            REFUSAL.field("particulars").title,
            TextArea(lines=3),
            wide=True,
            hint=hint,
        )
        self.day = DateField(self.context.today, self.context.today(), ahead=True)
        self.form.add("notice_on", REFUSAL.field("notice_on").title, self.day)
        self.in_part = QCheckBox(tr("Only a part is refused; the rest is still to be answered"))
        self.form.add("in_part", tr("In part"), self.in_part, wide=True)

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not self.grounds.ticked:
            wrong["grounds"] = tr("Select at least one ground.")
        if not self.text("particulars").strip():
            wrong["particulars"] = tr("Enter the particulars: the notice has to give reasons.")
        return wrong

    def job(self) -> StepJob:
        new = NewRefusal(
            tuple(map(RefusalGround, self.grounds.ticked)),
            self.text("particulars"),
            self.day.day or self.context.today(),
        )
        return step(refusals.refuse, self.request, new=new, in_part=self.in_part.isChecked())
