"""The forms of a containment step: to record one, and to put it right."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.containment.facts import CONTAINMENT, Containment, NewContainment
from csq_desktop.services import people
from csq_desktop.services.containment import containment
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import text_of
from csq_desktop.ui.kit.forms.person_field import PersonField


class ContainmentDialog(WorkDialog):
    """Records what was done against further harm, when and by whom."""

    kind: ClassVar[str] = "containment"
    toast: ClassVar[str] = mark("Containment of {ref} recorded.")
    help_heading: ClassVar[str] = "assessment-and-containment"
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 620

    def title_text(self) -> str:
        return tr("Containment")

    def fill(self) -> None:
        self.words = TextArea(lines=3)
        self.words.setPlaceholderText(tr("Such as: the batch taken off the shelf"))
        self.form.add("contained", tr("What was done against further harm"), self.words, wide=True)
        self.at = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.at.draft_text()
        self.form.add("done_at", CONTAINMENT.field("done_at").title, self.at)
        self.by = PersonField()
        self.form.add("by", tr("Done by"), self.by)
        self.context.tasks.read(self, people.everyone, self.by.offer)

    def collect(self) -> dict[str, str]:
        """What was typed; the time only when it was changed, as a default would be wrong later."""
        typed = super().collect()
        if typed["done_at"] == self._offered:
            del typed["done_at"]
        return typed

    def errors(self) -> Mapping[str, str]:
        return {} if text_of(self.words).strip() else {"contained": tr("Enter what was done.")}

    def new(self) -> NewContainment:
        """The step as typed in; the moment is now unless it was changed."""
        changed = self.at.draft_text() != self._offered
        at = (self.at.moment if changed else None) or self.context.now()
        return NewContainment(text_of(self.words), at, self.by.choice or "")

    def job(self) -> Job:
        return partial(containment.add, new=self.new())


class ChangeContainmentDialog(ContainmentDialog):
    """Puts a step right."""

    kind: ClassVar[str] = "change_containment"
    toast: ClassVar[str] = mark("{ref} corrected.")

    def __init__(
        self, context: Context, complaint: Complaint, step: Containment, parent: QWidget
    ) -> None:
        self.step = step
        super().__init__(context, complaint, parent)

    def fill(self) -> None:
        super().fill()
        self.words.setPlainText(self.step.step)
        self.at.set_moment(self.step.done_at)
        self.by.show_person(self.step.owner, self.step.owner_id)

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            job = partial(containment.change, containment_id=self.step.id, new=self.new())
            self.write(job, self._on_done)
