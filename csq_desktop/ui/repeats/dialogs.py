"""The form that sets a repeat alert aside."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.repeats.facts import RepeatAlert
from csq_desktop.services.repeats import repeats
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel


class DismissDialog(WorkDialog):
    """Sets an alert aside with the reason, until it gets worse."""

    kind: ClassVar[str] = "dismiss_repeat"
    help_heading: ClassVar[str] = "repeat-alerts"

    def __init__(
        self, context: Context, complaint: Complaint, alert: RepeatAlert, parent: QWidget
    ) -> None:
        self.alert = alert
        super().__init__(context, complaint, parent)
        self.draft_key = f"{self.draft_key}.{alert.series}"

    def title_text(self) -> str:
        return tr("Set the alert aside")

    def action_text(self) -> str:
        return tr("Set aside")

    def toast_text(self) -> str:
        return tr("Alert set aside until it gets worse.")

    def fill(self) -> None:
        words = "\n".join((self.alert.title, self.alert.repeat.sentence))
        self.content.insertWidget(0, PlainLabel(words, "muted", wrap=True))
        self.add_note(tr("Reason"), lines=2)

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter the reason.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            job = partial(repeats.dismiss, alert=self.alert, reason=self.text("note"))
            self.write(job, self._on_done)
