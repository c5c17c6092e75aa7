"""The forms of a hand-over: to give a case to somebody, and to decline one."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.handovers.facts import HANDOVER, Handover
from csq_desktop.services import people
from csq_desktop.services.handovers import handovers
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.person_field import PersonField


class HandOverDialog(WorkDialog):
    """Hands the case to another owner."""

    kind: ClassVar[str] = "hand_over"
    toast: ClassVar[str] = mark("{ref} handed over.")
    help_heading: ClassVar[str] = "handing-over"

    def title_text(self) -> str:
        return tr("Hand over")

    def action_text(self) -> str:
        return tr("Hand over")

    def fill(self) -> None:
        self.owner = PersonField()
        self.form.add(
            "owner",
            HANDOVER.field("taker_id").title,
            self.owner,
            hint=tr("Whoever signs in to this program is asked first, and may decline."),
        )
        self.context.tasks.read(self, people.everyone, self.owner.offer)
        self.add_note(tr("Reason"))

    def errors(self) -> Mapping[str, str]:
        return {} if self.owner.choice else {"owner": tr("Enter the new owner.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            job = partial(
                handovers.hand_over,
                complaint_id=self.complaint.id,
                owner=self.owner.choice or "",
                reason=self.text("note"),
            )
            self.write(job, self._on_given)

    def _on_given(self, handover_id: int) -> None:
        undo = partial(handovers.undo, handover_id=handover_id)
        self.context.toast_done(self.toast_text(), undo)
        self.finish()


class DeclineDialog(WorkDialog):
    """Declines a case that was handed over."""

    kind: ClassVar[str] = "decline"
    toast: ClassVar[str] = mark("Hand-over of {ref} declined.")
    help_heading: ClassVar[str] = "handing-over"

    def __init__(
        self, context: Context, complaint: Complaint, handover: Handover, parent: QWidget
    ) -> None:
        self.handover = handover
        super().__init__(context, complaint, parent)

    def title_text(self) -> str:
        return tr("Decline {ref}", ref=self.complaint.ref)

    def action_text(self) -> str:
        return tr("Decline")

    def fill(self) -> None:
        self.add_note(tr("Why you decline"))

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter why you decline.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def job(self) -> Job:
        return partial(handovers.decline, handover_id=self.handover.id, reason=self.text("note"))
