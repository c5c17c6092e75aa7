"""The dialog that puts right when the steps of a complaint were taken."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.redating import MOMENTS, CaseMoments
from csq_desktop.services.complaints import complaints
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.kit.forms.dates import MomentField


class RedateDialog(WorkDialog):
    """Corrects the dates and times of the steps that were taken, with a reason."""

    kind: ClassVar[str] = "redate"
    toast: ClassVar[str] = mark("{ref} corrected.")

    def title_text(self) -> str:
        return tr("Correct dates and times")

    def fill(self) -> None:
        self.moments: dict[str, MomentField] = {}
        for key in MOMENTS:
            # A closing was a step even where nobody knows its date.
            is_closing, moment = key == "closed_at", getattr(self.complaint, key)
            was_taken = self.complaint.is_closed if is_closing else moment is not None
            is_asked = key != "acknowledged_at" or self.complaint.kind.is_complaint
            if not (was_taken and is_asked):
                continue
            self.moments[key] = MomentField(
                self._recorded(key), self.context.zone, self.context.today
            )
            moves_deadlines = key == "received_at" and self.complaint.kind.is_complaint
            hint = tr("Deadlines move with it.") if moves_deadlines else ""
            self.form.add(key, COMPLAINT.field(key).title, self.moments[key], hint=hint)
        self._offered = {key: field.draft_text() for key, field in self.moments.items()}
        self.add_note(tr("Reason"))

    def collect(self) -> dict[str, str]:
        """What was typed; not the moments as they stand, which may be put right elsewhere."""
        changed = self._changed()
        return {
            key: text
            for key, text in super().collect().items()
            if key in changed or key not in self.moments
        }

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not self._changed():
            wrong["received_at"] = tr("Change a date or time first.")
        if not self.text("note").strip():
            wrong["note"] = tr("Enter the reason.")
        return wrong

    def job(self) -> Job:
        typed = {key: self._typed(key) for key in self._changed()}
        return partial(complaints.redate, moments=CaseMoments(**typed), reason=self.text("note"))

    def _recorded(self, key: str) -> datetime | None:
        """What is known of a moment: a date that a rule assumed is not."""
        if key == "closed_at" and self.complaint.closing_is_assumed:
            return None
        moment: datetime | None = getattr(self.complaint, key)
        return moment

    def _changed(self) -> list[str]:
        return [
            key for key, field in self.moments.items() if field.draft_text() != self._offered[key]
        ]

    def _typed(self, key: str) -> datetime | None:
        """A moment as typed; the field shows no seconds, and the steps before may have some."""
        typed, changed = self.moments[key].moment, self._changed()
        if typed is None:
            return None
        before = MOMENTS[: MOMENTS.index(key)]
        stand = (getattr(self.complaint, other) for other in before if other not in changed)
        same_minute = (at for at in stand if at is not None and at.replace(second=0) == typed)
        moment: datetime = max((typed, *same_minute))
        return moment
