"""Dialogs of feedback that is no complaint: replying to it, and changing what kind it is."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from csq_desktop.domain.complaints.facts import ComplaintRef, Severity
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.services.complaints import feedback
from csq_desktop.services.complaints.feedback import AskedOfComplaint
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.complaints.fields import editor
from csq_desktop.ui.kit.forms.fields import ChoiceBox


class ReplyDialog(WorkDialog):
    """Records that the customer was replied to: nothing has to be decided."""

    kind: ClassVar[str] = "reply"
    toast: ClassVar[str] = mark("Reply to {ref} recorded.")

    def title_text(self) -> str:
        return tr("Reply")

    def action_text(self) -> str:
        return tr("Record the reply")

    def fill(self) -> None:
        self.add_note(tr("What you told the customer, and how"))

    def job(self) -> Job:
        return partial(feedback.reply, note=self.text("note"))


class KindDialog(WorkDialog):
    """Records something anew as the kind it is, with the reason."""

    kind: ClassVar[str] = "kind"
    help_heading: ClassVar[str] = "kinds"

    def title_text(self) -> str:
        return tr("Change kind of feedback")

    def action_text(self) -> str:
        return tr("Record as this kind")

    def fill(self) -> None:
        others = [kind for kind in FeedbackKind if kind is not self.complaint.kind]
        self.feedback = ChoiceBox([("", "–"), *((kind.value, kind.label) for kind in others)])
        self.form.add(
            "kind",
            COMPLAINT.field("kind").title,
            self.feedback,
            hint=tr(
                "It gets a new number of that kind. {ref} is voided and keeps its history.",
                ref=self.complaint.ref,
            ),
        )
        severity, category = map(COMPLAINT.field, _ASKED)
        self.form.add("severity", severity.title, editor(severity, Severity.MEDIUM.value))
        chosen = editor(category, self.complaint.category, needed=False)
        self.form.add("category", category.title, chosen)
        self.add_note(tr("Reason"))
        self.feedback.value_changed.connect(lambda _kind: self._show_asked())
        self._show_asked()

    def errors(self) -> Mapping[str, str]:
        wrong = {} if self.feedback.value else {"kind": tr("Choose another kind.")}
        if self._is_complaint and not self.text("category"):
            wrong["category"] = tr("Choose a category.")
        return wrong if self.text("note").strip() else wrong | {"note": tr("Enter the reason.")}

    def job(self) -> Job:
        kind, asked = FeedbackKind(self.feedback.value), None
        if self._is_complaint:
            asked = AskedOfComplaint(Severity(self.text("severity")), self.text("category"))
        return partial(feedback.record_as, kind=kind, reason=self.text("note"), asked=asked)

    @property
    def _is_complaint(self) -> bool:
        return self.feedback.value == FeedbackKind.COMPLAINT.value

    def _show_asked(self) -> None:
        """Ask for what a complaint needs and the others were never asked for."""
        for key in _ASKED:
            self.form.set_shown(key, self._is_complaint)

    def _on_done(self, answer: object) -> None:
        """Lead to what it is now: the one shown has nothing more to be done with."""
        assert isinstance(answer, ComplaintRef)
        words = tr("{before} goes on as {after}.", before=self.complaint.ref, after=answer.ref)
        self.context.toast(words)
        self.finish()
        self.context.navigate("complaints", answer.id)


_ASKED = ("severity", "category")
