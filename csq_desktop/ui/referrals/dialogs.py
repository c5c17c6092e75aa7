"""The forms of a referral outside: to record it, and what came of it."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.referrals.facts import (
    REFERRAL,
    NewReferral,
    Referral,
    ReferralOutcome,
    ReferralResult,
)
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import lists
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine


class ReferDialog(WorkDialog):
    """Records that the case was referred to a body outside."""

    kind: ClassVar[str] = "refer"
    toast: ClassVar[str] = mark("Referral of {ref} recorded.")
    help_heading: ClassVar[str] = "referrals-outside"
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 680

    def title_text(self) -> str:
        return tr("Refer outside")

    def action_text(self) -> str:
        return tr("Record the referral")

    def fill(self) -> None:
        bodies = [(each.code, each.label) for each in lists.choices(lists.REFERRAL_BODIES)]
        self.form.add("referred_to", _title("referred_to"), ChoiceBox([("", "–"), *bodies]))
        self.on = DateField(self.context.today, self.context.today())
        self.form.add("referred_on", _title("referred_on"), self.on)
        self.form.add("referral_reason", _title("referral_reason"), TextArea(lines=2), wide=True)
        self.form.add("handed_over", _title("handed_over"), TextArea(lines=2), wide=True)
        self.identity = QCheckBox(tr("They were told who the customer is"))
        hint = tr("What goes out about a customer is written into the disclosure log.")
        if self.complaint.customer_id is not None:
            self.form.add("with_identity", "", self.identity, hint=hint)
        self.form.add("body_reference", _title("body_reference"), WordsLine())
        self.due = DateField(self.context.today, ahead=True, optional=True)
        self.form.add(
            "answer_due_on",
            _title("answer_due_on"),
            self.due,
            hint=tr("The deadlines of the case go on: a referral does not stop them."),
        )

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not self.text("referred_to"):
            wrong["referred_to"] = tr("Choose who the complaint was referred to.")
        if not self.text("referral_reason").strip():
            wrong["referral_reason"] = tr("Enter the reason.")
        return wrong

    def job(self) -> Job:
        new = NewReferral(
            referred_to=self.text("referred_to"),
            referred_on=self.on.day or self.context.today(),
            body_reference=self.text("body_reference"),
            referral_reason=self.text("referral_reason"),
            handed_over=self.text("handed_over"),
            answer_due_on=self.due.day,
            with_identity=self.identity.isChecked(),
        )
        return partial(referrals.refer, new=new)


class OutcomeDialog(WorkDialog):
    """Records what a body outside decided."""

    kind: ClassVar[str] = "referral_outcome"
    toast: ClassVar[str] = mark("Outcome of the referral of {ref} recorded.")
    help_heading: ClassVar[str] = "referrals-outside"

    def __init__(
        self, context: Context, complaint: Complaint, referral: Referral, parent: QWidget
    ) -> None:
        self.referral = referral
        super().__init__(context, complaint, parent)
        self.draft_key = f"{self.draft_key}.{referral.id}"

    def title_text(self) -> str:
        return tr("Outcome of a referral")

    def action_text(self) -> str:
        return tr("Record the outcome")

    def fill(self) -> None:
        results = [(each.value, each.label) for each in ReferralResult]
        field = ChoiceBox([("", "–"), *results])
        field.choose(self.referral.result.value if self.referral.result else "")
        self.form.add("referral_result", _title("referral_result"), field)
        self.on = DateField(self.context.today, self.referral.answered_on or self.context.today())
        self.form.add("answered_on", _title("answered_on"), self.on)
        self.form.add(
            "body_reference", _title("body_reference"), WordsLine(self.referral.body_reference)
        )
        note = TextArea(self.referral.result_note, lines=3)
        self.form.add("result_note", _title("result_note"), note, wide=True)

    def errors(self) -> Mapping[str, str]:
        if self.text("referral_result"):
            return {}
        return {"referral_result": tr("Choose the outcome.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def job(self) -> Job:
        outcome = ReferralOutcome(
            answered_on=self.on.day or self.context.today(),
            result=ReferralResult(self.text("referral_result")),
            result_note=self.text("result_note"),
            body_reference=self.text("body_reference"),
        )
        return partial(referrals.record_outcome, referral_id=self.referral.id, outcome=outcome)


def _title(key: str) -> str:
    return REFERRAL.field(key).title
