"""The dialogs of one step with many complaints: how many, which not and why, then all at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.bulk import StepCheck
from csq_desktop.domain.wording import count_text
from csq_desktop.services import people
from csq_desktop.services.complaints import bulk
from csq_desktop.services.handovers import bulk as handing
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.refused import refused_lines
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import PersonField


class BulkDialog(Dialog):
    """Asks before a step is taken with many complaints, and names those left out.

    It keeps no draft: a note on these complaints would come back with others.
    """

    def __init__(self, context: Context, check: StepCheck, parent: QWidget) -> None:
        super().__init__(context, self.title_text(), self.title_text(), parent)
        self.check = check
        self.content.addWidget(PlainLabel(self.summary(), wrap=True))
        if check.refused:
            refused = PlainLabel(
                "\n".join(refused_lines(check.refused)), "muted", wrap=True
            ).selectable()
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

    def job(self) -> Callable[..., object]:
        """The service to call; it is given the ids."""
        raise AssertionError

    def submit(self) -> None:
        """Take the step with all it can be taken with, or with none."""
        if self.submit_button.isEnabled():
            self.write(partial(self.job(), complaint_ids=self.check.able_ids), self.on_done)

    def summary(self) -> str:
        """What will be done, and whether it can be undone."""
        able, chosen = len(self.check.able_ids), self.check.chosen
        return trn(
            "{able} of {n} selected will be changed. This cannot be undone.",
            "{able} of {n} selected will be changed. This cannot be undone.",
            chosen,
            able=count_text(able),
        )

    def on_done(self, count: Any) -> None:
        """Say how many there were, and close."""
        words = trn("{count} updated.", "{count} updated.", count, count=count_text(count))
        self.context.toast(words)
        self.finish()


class BulkAcknowledgeDialog(BulkDialog):
    """Records that these customers were told that their complaints arrived."""

    def title_text(self) -> str:
        return tr("Acknowledge")

    def fill(self) -> None:
        self.note = TextArea(lines=2)
        self.form.add("note", tr("How, and what was said"), self.note, wide=True)

    def job(self) -> Callable[..., object]:
        return partial(bulk.acknowledge, note=self.note.toPlainText())


class BulkHandOverDialog(BulkDialog):
    """Gives the complaints to another owner."""

    def title_text(self) -> str:
        return tr("Hand over")

    def fill(self) -> None:
        self.owner, self.note = PersonField(), TextArea(lines=2)
        self.form.add("owner", tr("New owner"), self.owner)
        self.context.tasks.read(self, people.everyone, self.owner.offer)
        self.form.add("note", tr("Reason"), self.note, wide=True)

    def submit(self) -> None:
        errors = {} if self.owner.choice else {"owner": tr("Enter who is responsible.")}
        self.form.show_errors(errors)
        if not errors:
            super().submit()

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
