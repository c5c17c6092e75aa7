"""The forms of a promise: to make it, to record that it was kept, to move it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.complaints.promises import PROMISE, NewPromise, Promise
from csq_desktop.services import people
from csq_desktop.services.complaints import promises
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.person_field import PersonField


class PromiseDialog(WorkDialog):
    """Writes down what a customer was promised."""

    kind: ClassVar[str] = "promise"
    toast: ClassVar[str] = mark("Promise on {ref} recorded.")
    help_heading: ClassVar[str] = "promises-to-the-customer"

    def title_text(self) -> str:
        return tr("Promise to the customer")

    def action_text(self) -> str:
        return tr("Record the promise")

    def fill(self) -> None:
        what = WordsLine()
        what.setPlaceholderText(tr("Such as: call back about the refund"))
        self.form.add("what", PROMISE.field("promised").title, what)
        offered = self.context.now() + timedelta(hours=24)
        self.due = MomentField(offered, self.context.zone, self.context.today)
        self.form.add(
            "due_at",
            PROMISE.field("due_at").title,
            self.due,
            hint=tr("The deadlines of the case stay as they are."),
        )
        self.owner = PersonField()
        hint = tr("Left empty, whoever owns the case.")
        self.form.add("owner", PROMISE.field("owner_id").title, self.owner, hint=hint)
        self.context.tasks.read(self, people.everyone, self.owner.offer)

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("what").strip() else {"what": tr("Enter what was promised.")}

    def job(self) -> Job:
        due_at = self.due.moment or self.context.now()
        new = NewPromise(self.text("what"), due_at, self.owner.choice or "")
        return partial(promises.make, new=new)


class OnePromiseDialog(WorkDialog):
    """A dialog about one promise of the case."""

    help_heading: ClassVar[str] = "promises-to-the-customer"

    def __init__(
        self, context: Context, complaint: Complaint, promise: Promise, parent: QWidget
    ) -> None:
        self.promise = promise
        super().__init__(context, complaint, parent)

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)


class KeptDialog(OnePromiseDialog):
    """Records that a promise was kept, and when."""

    kind: ClassVar[str] = "kept"
    toast: ClassVar[str] = mark("Promise on {ref} ended.")

    def title_text(self) -> str:
        return tr("Promise kept")

    def action_text(self) -> str:
        return tr("Record as done")

    def fill(self) -> None:
        self.at = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.at.draft_text()
        self.form.add("done_at", PROMISE.field("done_at").title, self.at)
        self.add_note(PROMISE.field("note").title)

    def job(self) -> Job:
        changed = self.at.draft_text() != self._offered
        at = self.at.moment if changed else None
        return partial(promises.keep, promise_id=self.promise.id, at=at, note=self.text("note"))


class MoveDialog(OnePromiseDialog):
    """Promises another moment, with or without the customer's consent."""

    kind: ClassVar[str] = "move"
    toast: ClassVar[str] = mark("Promise on {ref} moved.")

    def title_text(self) -> str:
        return tr("Move the promise")

    def action_text(self) -> str:
        return tr("Promise this moment")

    def fill(self) -> None:
        offered = self.context.now() + timedelta(hours=24)
        self.due = MomentField(offered, self.context.zone, self.context.today)
        self.form.add("due_at", PROMISE.field("due_at").title, self.due)
        self.consented = QCheckBox(tr("The customer agreed before the time was up"))
        self.form.add(
            "consented",
            "",
            self.consented,
            hint=tr("Without consent, or too late, the promise counts as broken."),
        )
        self.add_note(PROMISE.field("note").title)

    def job(self) -> Job:
        return partial(
            promises.move,
            promise_id=self.promise.id,
            due_at=self.due.moment or self.context.now(),
            consented=self.consented.isChecked(),
            note=self.text("note"),
        )
