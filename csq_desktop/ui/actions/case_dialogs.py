"""The forms that give a case an action: a new one, or one that there is already."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox

from csq_desktop.domain.actions import Action, ActionSource, NewAction, Priority
from csq_desktop.services import people
from csq_desktop.services.actions import links
from csq_desktop.texts import tr
from csq_desktop.ui.actions.added import offer_undo
from csq_desktop.ui.actions.form import DUE_AFTER
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import text_of
from csq_desktop.ui.kit.forms.person_field import PersonField


class AddActionDialog(WorkDialog):
    """Adds an action that serves the case."""

    kind: ClassVar[str] = "add_action"
    help_heading: ClassVar[str] = "actions"
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 620

    def title_text(self) -> str:
        return tr("Add an action")

    def action_text(self) -> str:
        return tr("Add action")

    def fill(self) -> None:
        self.what = WordsLine()
        self.form.add("action_title", tr("What is to be done"), self.what, wide=True)
        self.owner = PersonField()
        self.form.add("action_owner", tr("Owner"), self.owner)
        self.context.tasks.read(self, people.everyone, self.owner.offer)
        today = self.context.today
        self.due = DateField(today, today() + DUE_AFTER, ahead=True)
        self.form.add("action_due", tr("Due date"), self.due)
        self.urgent = QCheckBox(tr("Urgent"))
        self.form.add("action_urgent", "", self.urgent)

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not text_of(self.what).strip():
            wrong["action_title"] = tr("Describe the action.")
        if not self.owner.choice:
            wrong["action_owner"] = tr("Enter who is responsible.")
        return wrong

    def job(self) -> Job:
        new = NewAction(
            title=text_of(self.what).strip(),
            owner=self.owner.choice,
            due_on=self.due.day or self.context.today(),
            source=ActionSource.COMPLAINT,
            source_id=self.complaint.id,
            priority=Priority.URGENT if self.urgent.isChecked() else Priority.NORMAL,
        )
        return partial(links.promise_for, new=new)

    def _on_done(self, answer: object) -> None:
        if isinstance(answer, int):
            offer_undo(self.context, answer)
        self.finish()


class LinkActionDialog(WorkDialog):
    """Lets an action that there is already serve the case too."""

    kind: ClassVar[str] = "link_action"
    help_heading: ClassVar[str] = "actions"

    def title_text(self) -> str:
        return tr("Link an action")

    def action_text(self) -> str:
        return tr("Link action")

    def fill(self) -> None:
        self.action = ChoiceBox([("", tr("Choose an action"))])
        self.form.add("action", tr("Open action"), self.action)
        query = partial(links.offered, complaint_id=self.complaint.id)
        self.context.tasks.read(self, query, self._offer)

    def errors(self) -> Mapping[str, str]:
        return {} if self.action.value else {"action": tr("Choose an action.")}

    def job(self) -> Job:
        return partial(links.link, action_id=int(self.action.value))

    def _offer(self, offered: Sequence[Action]) -> None:
        chosen = self.action.value
        options = [(str(each.id), tr(" · ").join((each.ref, each.title))) for each in offered]
        self.action.set_options([("", tr("Choose an action")), *options])
        self.action.choose(chosen)

    def _on_done(self, _answer: object) -> None:
        action_id, complaint_id = int(self.action.value), self.complaint.id
        undo = partial(links.unlink, action_id=action_id, complaint_id=complaint_id)
        self.context.toast_done(tr("Action linked."), undo)
        self.finish()
