"""The dialogs of one step with many complaints: how many, which not and why, then all at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.bulk.acts import BulkAct, BulkUndone
from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services import people
from csq_desktop.services.bulk import bulk, undoing
from csq_desktop.services.handovers import bulk as handing
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.refused import refused_lines
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import PersonField

_REFUSED_TOLD = 3
"""So many are named in a toast, which has two lines."""


class BulkDialog(Dialog):
    """Asks before a step is taken with many complaints, and names those left out.

    It keeps no draft: a note on these complaints would come back with others.
    """

    act: ClassVar[BulkAct]

    def __init__(self, context: Context, check: StepCheck, parent: QWidget) -> None:
        super().__init__(context, self.title_text(), self.title_text(), parent)
        self.check = check
        self.content.addWidget(PlainLabel(self.summary(), wrap=True))
        if check.refused:
            words = "\n".join(refused_lines(check.refused))
            refused = PlainLabel(words, "muted", wrap=True).selectable()
            refused.setObjectName("bulk_refused")
            self.content.addWidget(refused)
        self.form = self.add_form(FormGrid())
        self.fill()
        self.allow("" if check.able_ids else tr("This applies to none of those selected."))

    def title_text(self) -> str:
        """The title, and what the button says."""
        raise AssertionError

    def fill(self) -> None:
        """Add the fields."""

    def errors(self) -> Mapping[str, str]:
        """What is missing, by field."""
        return {}

    def job(self) -> Callable[..., object]:
        """The service to call; it is given the ids."""
        raise AssertionError

    def submit(self) -> None:
        """Take the step with all it can be taken with, or with none."""
        if self.submit_button.isEnabled() and self.form.accepts(self.errors()):
            self.write(partial(self.job(), complaint_ids=self.check.able_ids), self.on_done)

    @classmethod
    def checking(cls) -> Callable[..., StepCheck]:
        """The service that says which can be changed; it is given the ids."""
        return partial(bulk.check, act=cls.act)

    def summary(self) -> str:
        """What will be done."""
        able, chosen = len(self.check.able_ids), self.check.chosen
        return trn(
            "{able} of {n} selected will be changed.",
            "{able} of {n} selected will be changed.",
            chosen,
            able=count_text(able),
        )

    def done_text(self, count: int) -> str:
        """What was done with how many."""
        raise AssertionError

    def on_done(self, taken: Any) -> None:
        """Say how many there were, with a way back, and close."""
        count = taken.count
        back = partial(undoing.undo, taken=taken)
        self.context.toast_done(self.done_text(count), back, partial(_say_undone, self.context))
        self.finish()


def ask(
    dialog: type[BulkDialog], context: Context, complaint_ids: Sequence[int], parent: QWidget
) -> None:
    """Look which of these it can be done with, then ask."""
    job = partial(dialog.checking(), complaint_ids=complaint_ids)
    context.tasks.read(parent, job, lambda check: dialog(context, check, parent).open())


def _say_undone(context: Context, undone: BulkUndone) -> None:
    """Name those that stay as they are; that the others are back was said already."""
    if undone.refused:
        words = tr("Not undone:")
        context.toast("\n".join((words, *refused_lines(undone.refused, _REFUSED_TOLD))))


class BulkAcknowledgeDialog(BulkDialog):
    """Records that these customers were told that their complaints arrived."""

    act = BulkAct.ACKNOWLEDGE

    def title_text(self) -> str:
        return tr("Acknowledge")

    def fill(self) -> None:
        self.note = TextArea(lines=2)
        self.form.add("note", tr("How, and what was said"), self.note, wide=True)

    def job(self) -> Callable[..., object]:
        return partial(bulk.acknowledge, note=self.note.toPlainText())

    def done_text(self, count: int) -> str:
        return trn("{count} acknowledged.", "{count} acknowledged.", count, count=count_text(count))


class BulkHandOverDialog(BulkDialog):
    """Gives the complaints to another owner."""

    @classmethod
    def checking(cls) -> Callable[..., StepCheck]:
        return handing.may_be_handed_over

    def title_text(self) -> str:
        return tr("Hand over")

    def fill(self) -> None:
        self.owner, self.note = PersonField(), TextArea(lines=2)
        self.form.add("owner", tr("New owner"), self.owner)
        self.context.tasks.read(self, people.everyone, self.owner.offer)
        self.form.add("note", tr("Reason"), self.note, wide=True)

    def errors(self) -> Mapping[str, str]:
        return {} if self.owner.choice else {"owner": tr("Enter who is responsible.")}

    def summary(self) -> str:
        able, chosen = len(self.check.able_ids), self.check.chosen
        return trn(
            "{able} of {n} selected will be handed over. Whoever signs in is asked first.",
            "{able} of {n} selected will be handed over. Whoever signs in is asked first.",
            chosen,
            able=count_text(able),
        )

    def job(self) -> Callable[..., object]:
        return partial(handing.hand_over, owner=self.owner.choice, reason=self.note.toPlainText())

    def on_done(self, handover_ids: Any) -> None:
        """Say how many there were, with a way back, and close."""
        count = len(handover_ids)
        words = trn("{count} handed over.", "{count} handed over.", count, count=count_text(count))
        self.context.toast_done(words, partial(handing.undo, handover_ids=handover_ids))
        self.finish()


class BulkCategoriseDialog(BulkDialog):
    """Gives the complaints another category."""

    act = BulkAct.CATEGORISE

    def title_text(self) -> str:
        return tr("Change the category")

    def fill(self) -> None:
        codes = (choice.code for choice in lists.leaves(lists.CATEGORIES))
        options = [(code, lists.full_label(lists.CATEGORIES, code)) for code in codes]
        self.category = ChoiceBox([("", "–"), *options])
        self.form.add("category", COMPLAINT.field("category").title, self.category, wide=True)

    def errors(self) -> Mapping[str, str]:
        return {} if self.category.value else {"category": tr("Choose a category.")}

    def job(self) -> Callable[..., object]:
        return partial(bulk.categorise, category=self.category.value)

    def done_text(self, count: int) -> str:
        return trn(
            "Category of {count} changed.",
            "Category of {count} changed.",
            count,
            count=count_text(count),
        )


class _BulkReasonDialog(BulkDialog):
    """A step that needs a reason, which stands in the history of each."""

    def fill(self) -> None:
        self.note = TextArea(lines=2)
        self.form.add("note", tr("Reason"), self.note, wide=True)

    def errors(self) -> Mapping[str, str]:
        return {} if self.note.toPlainText().strip() else {"note": tr("Enter the reason.")}


class BulkExcludeDialog(_BulkReasonDialog):
    """Leaves the complaints out of the pledges' counts."""

    act = BulkAct.EXCLUDE

    def title_text(self) -> str:
        return tr("Exclude from pledge figures")

    def job(self) -> Callable[..., object]:
        return partial(bulk.exclude, reason=self.note.toPlainText())

    def done_text(self, count: int) -> str:
        return trn(
            "{count} excluded from pledge figures.",
            "{count} excluded from pledge figures.",
            count,
            count=count_text(count),
        )


class BulkVoidDialog(_BulkReasonDialog):
    """Takes complaints that were logged by mistake out of every count."""

    act = BulkAct.VOID

    def title_text(self) -> str:
        return tr("Void")

    def job(self) -> Callable[..., object]:
        return partial(bulk.void, reason=self.note.toPlainText())

    def done_text(self, count: int) -> str:
        return trn("{count} voided.", "{count} voided.", count, count=count_text(count))


class BulkCloseDialog(BulkDialog):
    """Closes the complaints that have what the shop's rules ask for."""

    act = BulkAct.CLOSE

    def title_text(self) -> str:
        return tr("Close together")

    def fill(self) -> None:
        self.note = TextArea(lines=2)
        self.form.add("note", tr("Note"), self.note, wide=True)

    def job(self) -> Callable[..., object]:
        return partial(bulk.close, note=self.note.toPlainText())

    def done_text(self, count: int) -> str:
        return trn("{count} closed.", "{count} closed.", count, count=count_text(count))
