"""The dialogs that work a complaint: acknowledge, assess, wait, answer, close, reopen, correct."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QCheckBox

from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.complaints.facts import (
    Channel,
    Correction,
    Finding,
    Outcome,
    RemedyKind,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.services.closing import remedies
from csq_desktop.services.complaints import complaints
from csq_desktop.services.settings import lists
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.complaints import kinds
from csq_desktop.ui.complaints.fields import editor
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    MoneyField,
    TextArea,
    WordsChoice,
)


class AcknowledgeDialog(WorkDialog):
    """Records that the customer was told the complaint arrived."""

    kind: ClassVar[str] = "acknowledge"
    toast: ClassVar[str] = mark("{ref} acknowledged.")

    def title_text(self) -> str:
        return tr("Acknowledge")

    def action_text(self) -> str:
        return tr("Acknowledge")

    def fill(self) -> None:
        self.at = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.at.draft_text()
        self.form.add("at", tr("When you told the customer"), self.at)
        self.add_note(tr("How, and what was said"))

    def collect(self) -> dict[str, str]:
        """What was typed; the time only when it was changed, as a default would be wrong later."""
        typed = super().collect()
        if typed["at"] == self._offered:
            del typed["at"]
        return typed

    def moment(self) -> datetime:
        """When the customer was told: what was typed, else now."""
        changed = self.at.draft_text() != self._offered
        at = (self.at.moment if changed else None) or self.context.now()
        received = self.complaint.received_at
        if received.replace(second=0) == at.astimezone(received.tzinfo):
            at = received  # the field shows no seconds
        return at

    def job(self) -> Job:
        return partial(complaints.acknowledge, note=self.text("note"), at=self.moment())


class ProgressReplyDialog(AcknowledgeDialog):
    """Records what the customer was told on the way to the answer."""

    kind: ClassVar[str] = "progress_reply"
    toast: ClassVar[str] = mark("Progress reply to {ref} recorded.")

    def title_text(self) -> str:
        return tr("Progress reply")

    def action_text(self) -> str:
        return tr("Record progress reply")

    def errors(self) -> Mapping[str, str]:
        told = self.text("note").strip()
        return {} if told else {"note": tr("Enter what the customer was told.")}

    def job(self) -> Job:
        return partial(complaints.progress_reply, note=self.text("note"), at=self.moment())


class NoteDialog(WorkDialog):
    """Adds a note to the history."""

    kind: ClassVar[str] = "note"
    toast: ClassVar[str] = mark("Note added to {ref}.")

    def title_text(self) -> str:
        return tr("Add a note")

    def fill(self) -> None:
        self.add_note(tr("Note"), lines=5)

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter the note first.")}

    def job(self) -> Job:
        return partial(complaints.note, text=self.text("note"))


class WaitDialog(WorkDialog):
    """Stops the clock while the shop waits for the customer."""

    kind: ClassVar[str] = "wait"
    toast: ClassVar[str] = mark("{ref} is on hold until the customer replies.")

    def title_text(self) -> str:
        return tr("Put on hold for customer")

    def action_text(self) -> str:
        return tr("Pause deadline")

    def fill(self) -> None:
        self.add_note(tr("What you asked the customer for"))

    def job(self) -> Job:
        return partial(complaints.wait_for_customer, note=self.text("note"))


class AnswerDialog(WorkDialog):
    """Records finding and remedy, as told to the customer."""

    kind: ClassVar[str] = "answer"
    toast: ClassVar[str] = mark("Reply to {ref} recorded.")
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 680

    def title_text(self) -> str:
        return tr("Reply")

    def action_text(self) -> str:
        return tr("Record the reply")

    def fill(self) -> None:
        form, complaint = self.form, self.complaint
        self.finding = ChoiceBox([("", "–"), *((f.value, f.label) for f in Finding)])
        form.add("finding", tr("Finding"), self.finding)
        causes = (choice.label for choice in lists.leaves(lists.ROOT_CAUSES))
        self.cause = WordsChoice(["", *causes])
        form.add("cause", tr("Cause"), self.cause)
        form.add(
            "found", tr("Investigation notes"), TextArea(complaint.finding_note, lines=3), wide=True
        )
        self.remedy = ChoiceBox([("", "–"), *((r.value, r.label) for r in RemedyKind)])
        self.remedy.choose(complaint.remedy_kind.value if complaint.remedy_kind else "")
        form.add("remedy", tr("Remedy"), self.remedy)
        self.amount = MoneyField(complaint.remedy_cents or None)
        form.add("amount", tr("Amount"), self.amount)
        self.goodwill = QCheckBox(tr("Goodwill gesture"))
        form.add("goodwill", "", self.goodwill, wide=True)
        self.add_note(tr("What you told the customer, and how"))
        if complaint.finding:
            self.finding.choose(complaint.finding.value)
        self.cause.setCurrentText(lists.label(lists.ROOT_CAUSES, complaint.cause))
        self.goodwill.setChecked(complaint.goodwill)
        query = partial(remedies.of_case, complaint_id=complaint.id)
        self.context.tasks.read(self, query, self._show_approved)

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not self.finding.value:
            wrong["finding"] = tr("Choose a finding.")
        if not self.remedy.value:
            wrong["remedy"] = tr("Choose a remedy, or that there is none.")
        if self.amount.is_wrong:
            wrong["amount"] = tr("Enter the amount as 459 or 1,234.50.")
        return wrong

    def outcome(self) -> Outcome:
        """What was typed of the decision."""
        return Outcome(
            finding=Finding(self.finding.value),
            finding_note=self.text("found"),
            cause=self.cause.currentText(),
            remedy_kind=RemedyKind(self.remedy.value),
            remedy_cents=self.amount.cents or 0,
            goodwill=self.goodwill.isChecked(),
        )

    def job(self) -> Job:
        return partial(complaints.answer_or_ask, outcome=self.outcome(), note=self.text("note"))

    def _on_done(self, answered: object) -> None:
        if answered is False:
            words = tr("Above your limit: kept until another person approves it.")
            self.context.toast(words)
            self.finish()
        else:
            super()._on_done(answered)

    def _show_approved(self, requests: tuple[RemedyRequest, ...]) -> None:
        """Fill in the reply that another person approved, unless something is typed already."""
        approved = [request for request in requests if request.approved]
        if not approved or self.is_half_done:
            return
        request = approved[-1]
        self.show_outcome(request.outcome, request.answer_note)
        self.take_draft()

    def show_outcome(self, outcome: Outcome, note: str) -> None:
        """Put a decision into the fields."""
        self.finding.choose(outcome.finding.value)
        self.cause.setCurrentText(lists.label(lists.ROOT_CAUSES, outcome.cause))
        self.remedy.choose(outcome.remedy_kind.value)
        texts = {"found": outcome.finding_note, "note": note}
        self.form.restore(texts | {"goodwill": "1" if outcome.goodwill else ""})
        self.amount.setText(f"{outcome.remedy_cents / 100:.2f}" if outcome.remedy_cents else "")


class DecideDialog(AnswerDialog):
    """Puts the finding and the remedy of an open complaint right, the reply staying as it was."""

    kind: ClassVar[str] = "decide"
    toast: ClassVar[str] = mark("{ref} corrected.")

    def title_text(self) -> str:
        return tr("Correct the decision")

    def action_text(self) -> str:
        return tr("Save")

    def job(self) -> Job:
        return partial(complaints.decide, outcome=self.outcome())


class _ReasonDialog(WorkDialog):
    """A dialog that asks for a reason only."""

    def fill(self) -> None:
        self.add_note(tr("Reason"))

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter the reason.")}


class WithdrawDialog(_ReasonDialog):
    """Withdraws a complaint that was logged by mistake."""

    kind: ClassVar[str] = "withdraw"
    toast: ClassVar[str] = mark("{ref} voided.")

    def title_text(self) -> str:
        return tr("Void")

    def action_text(self) -> str:
        return tr("Void {ref}", ref=self.complaint.ref)

    def job(self) -> Job:
        return partial(complaints.withdraw, reason=self.text("note"))


class RestoreDialog(_ReasonDialog):
    """Brings a voided complaint back into the figures."""

    kind: ClassVar[str] = "restore"

    def title_text(self) -> str:
        return tr("Reinstate")

    def action_text(self) -> str:
        return tr("Reinstate")

    def toast_text(self) -> str:
        return tr("{ref} is included in the figures again.", ref=self.complaint.ref)

    def job(self) -> Job:
        return partial(complaints.restore, reason=self.text("note"))


class ExcludeDialog(WorkDialog):
    """Leaves a complaint out of the pledges' counts."""

    kind: ClassVar[str] = "exclude"

    def title_text(self) -> str:
        return tr("Exclude from pledge figures")

    def fill(self) -> None:
        area = self.add_note(tr("Reason (leave empty to include it again)"))
        area.setPlainText(self.complaint.excluded_reason)

    def job(self) -> Job:
        return partial(complaints.exclude, reason=self.text("note"))


class CorrectDialog(WorkDialog):
    """Corrects what was typed wrong."""

    kind: ClassVar[str] = "correct"
    toast: ClassVar[str] = mark("{ref} corrected.")
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 680

    def title_text(self) -> str:
        return tr("Correct")

    def fill(self) -> None:
        for field in self._corrected():
            value = str(getattr(self.complaint, field.key))
            wide, needed = field.key in _WIDE, kinds.needs(self.complaint.kind, field)
            self.form.add(field.key, field.title, editor(field, value, needed=needed), wide=wide)

    def errors(self) -> Mapping[str, str]:
        written = self.text("words").strip()
        return {} if written else {"words": tr("Enter what the customer said.")}

    def job(self) -> Job:
        typed: dict[str, Any] = {field.key: self.text(field.key) for field in self._corrected()}
        typed["summary"] = typed["summary"] or None  # an emptied one leaves the old one
        if self.complaint.kind.is_complaint:  # it has to have one: none chosen leaves the old one
            typed["category"] = typed["category"] or None
        correction = Correction(**typed | {"channel": Channel(typed["channel"])})
        return partial(complaints.correct, correction=correction)

    def _corrected(self) -> list[RecordField]:
        """The fields that can be corrected: the long ones first, then in the order of the page."""
        asked = kinds.fields(self.complaint.kind, COMPLAINT.fields)
        fields = (field for field in asked if field.corrected)
        return sorted(fields, key=lambda field: (field.key not in _WIDE, field.shown))


_WIDE = ("summary", "words", "category")


FORMS: tuple[type[WorkDialog], ...] = (
    AcknowledgeDialog,
    ProgressReplyDialog,
    NoteDialog,
    WaitDialog,
    AnswerDialog,
    DecideDialog,
    WithdrawDialog,
    RestoreDialog,
    ExcludeDialog,
    CorrectDialog,
)
"""The forms of a complaint, which a window opens again after a lock."""
