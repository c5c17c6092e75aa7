"""Acknowledgements of several complaints at once: which, the letters as one file, how sent."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.letter_kinds import LetterDelivery
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.letters import papers, together
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.refused import refused_lines
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview

_HELP = "letters"


class AcknowledgeByLetterDialog(Dialog):
    """Says which of the complaints chosen get their letter, and of the others why not.

    It keeps no draft: nothing is typed in it.
    """

    help_heading: ClassVar[str] = _HELP

    def __init__(self, context: Context, complaint_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(context, tr("Acknowledge by letter"), tr("Issue the letters"), parent)
        self.setObjectName("acknowledge_by_letter_dialog")
        self._able: tuple[int, ...] = ()
        self.summary = PlainLabel("", wrap=True)
        self.refused = PlainLabel("", "muted", wrap=True).selectable()
        self.refused.setObjectName("letters_refused")
        hint = tr(
            "Each letter is in the language the customer wants and gets a number and a receipt. "
            "Its words never change again."
        )
        for part in (self.summary, PlainLabel(hint, "muted", wrap=True), self.refused):
            self.content.addWidget(part)
        self.allow(tr("Checking which can be written…"))
        query = partial(together.may_be_acknowledged, complaint_ids=complaint_ids)
        context.tasks.read(self, query, self._on_checked, identities=True)

    def submit(self) -> None:
        """Issue all of them, or none."""
        if self.submit_button.isEnabled():
            job = partial(together.acknowledge, complaint_ids=self._able)
            self.write(job, self._on_issued)

    def _on_checked(self, check: StepCheck) -> None:
        self._able = check.able_ids
        able = count_text(len(check.able_ids))
        words = trn(
            "{able} of {n} selected gets a letter.",
            "{able} of {n} selected get a letter.",
            check.chosen,
            able=able,
        )
        self.summary.setText(words)
        self.refused.setText("\n".join(refused_lines(check.refused)))
        self.refused.setVisible(bool(check.refused))
        self.allow("" if check.able_ids else tr("This applies to none of those selected."))

    def _on_issued(self, letter_ids: tuple[int, ...]) -> None:
        parent = self.parentWidget()
        assert parent is not None
        LettersTogetherDialog(self.context, letter_ids, parent).open()
        self.finish()


class LettersTogetherDialog(Dialog):
    """Shows the letters as one file to be printed or saved, and leads on to how they were sent."""

    help_heading: ClassVar[str] = _HELP
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, letter_ids: Sequence[int], parent: QWidget) -> None:
        count = count_text(len(letter_ids))
        title = trn("{count} letter", "{count} letters", len(letter_ids), count=count)
        super().__init__(context, title, "", parent)
        self.setObjectName("letters_together_dialog")
        self._letter_ids = tuple(letter_ids)
        self.preview = PrintPreview("letters.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        self.sent = buttons.link(
            tr("Record how all were sent…"), self._on_sent, name="letters_sent"
        )
        self.content.addWidget(self.sent, 0, Qt.AlignmentFlag.AlignLeft)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        query = partial(together.pdf, letter_ids=self._letter_ids)
        context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_taken(self) -> None:
        self.context.tasks.write(self, partial(papers.note_printed, letter_ids=self._letter_ids))

    def _on_sent(self) -> None:
        dialog = SentTogetherDialog(self.context, self._letter_ids, self)
        dialog.accepted.connect(self.finish)
        dialog.open()


class SentTogetherDialog(Dialog):
    """Records how all the letters went out now, and with it that the cases are acknowledged.

    It keeps no draft: a choice for these letters would come back with others.
    """

    help_heading: ClassVar[str] = _HELP

    def __init__(self, context: Context, letter_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(context, tr("Letters sent"), tr("Record as sent"), parent)
        self.setObjectName("sent_together_dialog")
        self._letter_ids = tuple(letter_ids)
        self.delivery = ChoiceBox([(way.value, way.label) for way in LetterDelivery])
        self.form = self.add_form(FormGrid())
        hint = tr("Now. The complaints are recorded as acknowledged by these letters.")
        self.form.add("delivery", tr("How"), self.delivery, hint=hint)

    def submit(self) -> None:
        """Record it for all."""
        sending = LetterSending(LetterDelivery(self.delivery.value), self.context.now(), True)
        job = partial(together.note_sent, letter_ids=self._letter_ids, sending=sending)
        self.write(job, self._on_done)

    def _on_done(self, _answer: object) -> None:
        self.context.toast(tr("Recorded as sent."))
        self.finish()
