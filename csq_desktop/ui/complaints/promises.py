"""The promises on a case: what was promised, for when, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.complaints.promises import PROMISE, NewPromise, Promise
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import short_moment_text
from csq_desktop.services import people
from csq_desktop.services.complaints import promises
from csq_desktop.texts import tr
from csq_desktop.ui.complaints.work_dialogs import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class PromiseDialog(WorkDialog):
    """Writes down what a customer was promised."""

    kind: ClassVar[str] = "promise"
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
        self.form.add("owner", PROMISE.field("owner_id").title, self.owner)
        self.context.tasks.read(self, people.everyone, self.owner.offer)

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("what").strip() else {"what": tr("Enter what was promised.")}

    def job(self) -> Job:
        due_at = self.due.moment or self.context.now()
        new = NewPromise(self.text("what"), due_at, self.owner.choice or "")
        return partial(promises.make, new=new)


class _OnePromiseDialog(WorkDialog):
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


class KeptDialog(_OnePromiseDialog):
    """Records that a promise was kept, and when."""

    kind: ClassVar[str] = "kept"

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


class MoveDialog(_OnePromiseDialog):
    """Promises another moment, with or without the customer's consent."""

    kind: ClassVar[str] = "move"

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


class PromiseList(QWidget):
    """The promises of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._complaint: Complaint | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(SectionTitle(tr("Promises to the customer")))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        self.hide()

    def show_case(self, complaint: Complaint) -> None:
        """Fetch the promises of a case and show them."""
        self._complaint = complaint
        query = partial(promises.of_case, complaint_id=complaint.id)
        self._context.tasks.read(self, query, self.show_promises)

    def show_promises(self, listed: Sequence[Promise]) -> None:
        """Show promises that were fetched."""
        clear(self._rows)
        for promise in listed:
            self._rows.addWidget(self._row(promise))
        self.setVisible(bool(listed))

    def _row(self, promise: Promise) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        now = this_moment(self._context)
        state = promise.state(now.moment)
        when = short_moment_text(promise.due_at, now.day, now.zone)
        line.addWidget(PlainLabel(tr("{when}: {what}", when=when, what=promise.what), wrap=True))
        line.addWidget(Badge(state.label, state.tone))
        if self._may_work and not promise.is_ended:
            kept = partial(self._ask, KeptDialog, promise)
            line.addWidget(buttons.link(tr("Done…"), kept, name=f"kept_{promise.id}"))
            move = partial(self._ask, MoveDialog, promise)
            line.addWidget(buttons.link(tr("Move…"), move, name=f"move_{promise.id}"))
        if self._context.may(Permission.WORK_COMPLAINTS) and not promise.is_ended:
            remove = partial(self._on_remove, promise)
            line.addWidget(buttons.link(tr("Remove"), remove, name=f"remove_{promise.id}"))
        row.setAccessibleName(tr("{what}, {state}", what=promise.what, state=state.label))
        return row

    def _on_remove(self, promise: Promise) -> None:
        """Take out one that was entered by mistake, with a way back."""
        job = partial(promises.take_back, promise_id=promise.id)
        undo = partial(promises.put_back, promise_id=promise.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Promise removed."), undo)
        )

    @property
    def _may_work(self) -> bool:
        return self._context.may(Permission.NOTE_COMPLAINTS)

    def _ask(self, kind: type[_OnePromiseDialog], promise: Promise) -> None:
        if self._complaint is not None:
            kind(self._context, self._complaint, promise, self).open()
