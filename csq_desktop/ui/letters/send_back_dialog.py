"""Gives a letter back to whoever wrote it, with what is to be changed."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.letters.facts import Letter
from csq_desktop.services.letters import reviewing
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid


class SendBackDialog(Dialog):
    """Asks what is to be changed; it is kept beside the letter."""

    help_heading: ClassVar[str] = "letters"
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, letter: Letter, parent: QWidget) -> None:
        super().__init__(context, tr("Send the letter back"), tr("Send back"), parent)
        self.letter = letter
        self.draft_key = f"{VAULT}complaint.{letter.complaint_id}.send_back_{letter.id}"
        self.form = self.add_form(FormGrid())
        self.review = TextArea(lines=3, sealed=True)
        self.form.add("review", tr("What is to be changed"), self.review, wide=True)
        self.take_draft()

    def submit(self) -> None:
        """Send it back."""
        note = self.review.toPlainText()
        missing = {} if note.strip() else {"review": tr("Enter what is to be changed.")}
        if self.form.accepts(missing):
            job = partial(reviewing.send_back, letter_id=self.letter.id, note=note)
            self.write(job, self._on_done)

    def _on_done(self, _answer: object) -> None:
        self.context.toast(tr("Letter sent back."))
        self.finish()
