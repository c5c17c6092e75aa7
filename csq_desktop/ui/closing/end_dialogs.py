"""Closing a case, signed where the shop's rules say so, and reopening it."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox

from csq_desktop.domain.closing.follow_ups import NewFollowUp
from csq_desktop.domain.closing.gates import ClosingStanding
from csq_desktop.domain.closing.signatures import SignatureMeaning
from csq_desktop.domain.complaints.facts import Channel, ComplaintRef
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.services.closing import gates, reopening, signatures
from csq_desktop.services.complaints import complaints, follow_ups
from csq_desktop.texts import mark, tr, trn
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.closing.signed_dialog import SignedDialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea


class CloseDialog(SignedDialog):
    """Closes a complaint that has what the shop's rules ask for, or other feedback."""

    kind: ClassVar[str] = "close"
    help_heading: ClassVar[str] = "closing"
    must_sign = False

    def title_text(self) -> str:
        return tr("Close {ref}", ref=self.complaint.ref)

    def action_text(self) -> str:
        return tr("Close {ref}", ref=self.complaint.ref)

    def fill(self) -> None:
        is_decided = self.complaint.kind.is_complaint
        asked = tr("What was done for the customer") if is_decided else tr("Note")
        hint = tr("Record whether the customer accepts with “Customer’s response…”.")
        self.add_note(asked, hint=hint if is_decided else "")
        query = partial(gates.standing, complaint_id=self.complaint.id)
        self.context.tasks.read(self, query, self._show_standing)

    def _show_standing(self, stands: ClosingStanding) -> None:
        missing = paragraph(gate.missing for gate in stands.missing) or stands.refusal
        if missing:
            self.allow(missing)
        elif stands.must_sign and not self.must_sign:
            self.must_sign = True
            self.add_signing(means=SignatureMeaning.CHECKED)

    def toast_text(self) -> str:
        return tr("{ref} closed.", ref=self.complaint.ref)

    def job(self) -> Job:
        signing = self.take_signing() if self.must_sign else None
        return partial(complaints.close, note=self.text("note"), signing=signing)


class ReopenDialog(WorkDialog):
    """Opens a closed complaint again; after the shop's days for it, only as a late reopening."""

    kind: ClassVar[str] = "reopen"
    toast: ClassVar[str] = mark("{ref} reopened.")
    help_heading: ClassVar[str] = "closing"

    def title_text(self) -> str:
        return tr("Reopen")

    def action_text(self) -> str:
        return tr("Reopen {ref}", ref=self.complaint.ref)

    def fill(self) -> None:
        self.add_note(tr("Reason"))
        self.late = QCheckBox(tr("Reopen it late all the same"))
        self.form.add("late", "", self.late, wide=True)
        self.form.set_shown("late", shown=False)
        query = partial(reopening.past_days, complaint_id=self.complaint.id)
        self.context.tasks.read(self, query, self._show_window)

    def _show_window(self, days: int | None) -> None:
        if days is None:
            return
        self.form.set_shown("late", shown=True)
        self.message.say(
            trn(
                "The {n} day for reopening is over. Log a new complaint, or reopen it late with "
                "the reason.",
                "The {n} days for reopening are over. Log a new complaint, or reopen it late with "
                "the reason.",
                days,
            )
        )

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter the reason.")}

    def job(self) -> Job:
        return partial(complaints.reopen, reason=self.text("note"), late=self.late.isChecked())


class FollowUpDialog(WorkDialog):
    """Logs what a customer says about a closed complaint as a new one, linked to it."""

    kind: ClassVar[str] = "follow_up"
    help_heading: ClassVar[str] = "closing"

    def title_text(self) -> str:
        return tr("Follow-up of {ref}", ref=self.complaint.ref)

    def action_text(self) -> str:
        return tr("Log the follow-up")

    def fill(self) -> None:
        self.channel = ChoiceBox([(each.value, each.label) for each in Channel])
        self.channel.choose(self.complaint.channel.value)
        self.form.add("channel", COMPLAINT.field("channel").title, self.channel)
        hint = tr("Category, severity and customer are those of the first complaint.")
        words = COMPLAINT.field("words").title
        self.form.add("words", words, TextArea(), hint=hint, wide=True)

    def errors(self) -> Mapping[str, str]:
        written = self.text("words").strip()
        return {} if written else {"words": tr("Enter what the customer said.")}

    def job(self) -> Job:
        new = NewFollowUp(Channel(self.channel.value), self.text("words"))
        return partial(follow_ups.log, new=new)

    def _on_done(self, logged: object) -> None:
        assert isinstance(logged, ComplaintRef)
        self.context.toast(tr("{ref} logged.", ref=logged.ref))
        self.finish()
        self.context.navigate("complaints", logged.id)


class SignDialog(SignedDialog):
    """Signs a case as it is now."""

    kind: ClassVar[str] = "sign"
    help_heading: ClassVar[str] = "closing"

    def title_text(self) -> str:
        return tr("Sign {ref}", ref=self.complaint.ref)

    def action_text(self) -> str:
        return tr("Sign")

    def fill(self) -> None:
        self.add_signing(means=SignatureMeaning.WROTE)

    def toast_text(self) -> str:
        return tr("{ref} signed.", ref=self.complaint.ref)

    def job(self) -> Job:
        return partial(signatures.sign, signing=self.take_signing())
