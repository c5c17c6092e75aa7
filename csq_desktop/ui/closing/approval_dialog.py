"""Approving or refusing a remedy that somebody else asked for, with one's passphrase."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.words.wording import money_text
from csq_desktop.services.closing import remedies
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import Job
from csq_desktop.ui.closing.signed_dialog import SignedDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox

_APPROVE, _REFUSE = "approve", "refuse"


class ApprovalDialog(SignedDialog):
    """Says what was asked for and above which limit, and takes the decision."""

    kind: ClassVar[str] = "approval"
    help_heading: ClassVar[str] = "limits-for-remedies"

    def __init__(
        self, context: Context, complaint: Complaint, request: RemedyRequest, parent: QWidget
    ) -> None:
        self.request = request
        super().__init__(context, complaint, parent)

    def title_text(self) -> str:
        return tr("Remedy for {ref}", ref=self.complaint.ref)

    def fill(self) -> None:
        words = tr(
            "{name} asks for {remedy} of {amount}. Their limit was {limit}.",
            name=self.request.requested_by,
            remedy=self.request.outcome.remedy_kind.label,
            amount=money_text(self.request.outcome.remedy_cents),
            limit=money_text(self.request.limit_cents),
        )
        self.form.add_row(PlainLabel(words, wrap=True))
        self.decision = ChoiceBox([(_APPROVE, tr("Approve")), (_REFUSE, tr("Refuse"))])
        self.form.add("decision", tr("Decision"), self.decision)
        self.add_note(tr("Reason"))
        self.add_signing(means=None)

    def errors(self) -> Mapping[str, str]:
        lacks = self.decision.value == _REFUSE and not self.text("note").strip()
        return {"note": tr("Enter the reason.")} if lacks else {}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def job(self) -> Job:
        return partial(
            remedies.decide,
            request_id=self.request.id,
            passphrase=self.take_passphrase(),
            approve=self.decision.value == _APPROVE,
            note=self.text("note"),
        )
