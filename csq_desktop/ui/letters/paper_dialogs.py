"""Letters as they are printed: a draft before it goes out, an issued one, and how it was sent."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind, LetterState
from csq_desktop.domain.letters.facts import Letter, LetterLine, LetterWords
from csq_desktop.services.complaints import views
from csq_desktop.services.letters import issuing, papers
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import form_called
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview


class DraftPaperDialog(Dialog):
    """Shows how a letter will look; it can be printed only once it is issued."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(
        self, context: Context, letter: Letter, words: LetterWords, parent: QWidget
    ) -> None:
        super().__init__(context, tr("Preview of the letter"), "", parent)
        self.preview = PrintPreview("letter.pdf")
        for button in (self.preview.save_as_pdf, self.preview.print_button):
            button.hide()
        self.content.addWidget(self.preview, 1)
        query = partial(papers.preview, letter_id=letter.id, words=words)
        context.tasks.read(self, query, self.preview.show_pdf, identities=True)


class IssuedLetterDialog(Dialog):
    """Shows an issued letter, to be printed or saved, and leads on to how it was sent."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, letter: Letter, parent: QWidget) -> None:
        title = tr("{ref}: {kind}", ref=letter.ref, kind=letter.kind.label)
        super().__init__(context, title, "", parent)
        self.setObjectName("issued_letter_dialog")
        self.letter = letter
        if not letter.words.body:
            gone = tr("The words of this letter were erased.")
            self.content.addWidget(PlainLabel(gone, "muted", wrap=True))
        self.preview = PrintPreview(f"{letter.ref}.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        self.sent = buttons.link(tr("Record how it was sent…"), self._on_sent, name="letter_sent")
        self.sent.setVisible(letter.state is LetterState.ISSUED)
        self.content.addWidget(self.sent, 0, Qt.AlignmentFlag.AlignLeft)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._on_taken)
        if letter.words.body:
            query = partial(papers.pdf, letter_id=letter.id)
            context.tasks.read(self, query, self._show_paper, identities=True)

    def _show_paper(self, pdf: bytes) -> None:
        """Show the letter; printing it comes first, then how it was sent."""
        self.preview.show_pdf(pdf)
        self.preview.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken(self) -> None:
        self.context.tasks.write(self, partial(papers.note_printed, letter_ids=[self.letter.id]))

    def _on_sent(self) -> None:
        dialog = SentDialog(self.context, self.letter, self)
        dialog.accepted.connect(self.finish)
        dialog.open()


class SentDialog(Dialog):
    """Records how and when a letter went out, and with it the step of the case."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 600

    def __init__(self, context: Context, letter: Letter | LetterLine, parent: QWidget) -> None:
        super().__init__(context, tr("Letter sent"), tr("Record as sent"), parent)
        self.setObjectName("sent_dialog")
        self.letter = letter
        self.draft_key = f"complaint.{letter.complaint_id}.sent_{letter.id}"
        self.form = self.add_form(FormGrid())
        self.delivery = ChoiceBox([(way.value, way.label) for way in LetterDelivery])
        self.form.add("delivery", tr("How"), self.delivery)
        self.at = MomentField(context.now(), context.zone, context.today)
        self._offered = self.at.draft_text()
        self.form.add("sent_at", tr("When"), self.at)
        self.step = QCheckBox(self._step_text())
        self.step.hide()
        self.content.addWidget(self.step)
        if letter.kind is LetterKind.ANSWER:
            hint = tr("If the decision is not on the case yet, its form opens next.")
            self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.take_draft()
        query = partial(issuing.stands_for_step, letter_id=letter.id)
        context.tasks.read(self, query, self._on_step, identities=True)

    def collect(self) -> dict[str, str]:
        """What was typed; the time only when it was changed, as a default would be wrong later."""
        typed = super().collect()
        if typed["sent_at"] == self._offered:
            del typed["sent_at"]
        return typed

    def restore(self, texts: Mapping[str, str]) -> None:
        super().restore({"sent_at": self._offered, **texts})

    def submit(self) -> None:
        """Record it."""
        if self.form.accepts({}):
            records_step = not self.step.isHidden() and self.step.isChecked()
            sending = LetterSending(
                LetterDelivery(self.delivery.value), self._moment(), records_step
            )
            job = partial(issuing.note_sent, letter_id=self.letter.id, sending=sending)
            self.write(job, self._on_done)

    def _moment(self) -> datetime:
        changed = self.at.draft_text() != self._offered
        at = (self.at.moment if changed else None) or self.context.now()
        issued_at = self.letter.issued_at
        if issued_at is not None and at.replace(second=0) == issued_at.replace(second=0):
            return issued_at  # the field shows no seconds
        return at

    def _step_text(self) -> str:
        if self.letter.kind is LetterKind.ACKNOWLEDGEMENT:
            return tr("This acknowledges the complaint")
        return tr("This is a progress reply")

    def _on_step(self, is_step: bool) -> None:
        self.step.setVisible(is_step)
        self.step.setChecked(is_step)

    def _on_done(self, _answer: object) -> None:
        self.context.toast(tr("Recorded as sent."))
        self.finish()
        if self.letter.kind is LetterKind.ANSWER:
            query = partial(views.read, complaint_id=self.letter.complaint_id)
            page = self._page()
            self.context.tasks.read(page, query, partial(_ask_decision, self.context, page))

    def _page(self) -> QWidget:
        """What all these dialogs stand on: it stays when they are closed."""
        widget = self.parentWidget()
        while isinstance(widget, Dialog):
            widget = widget.parentWidget()
        assert widget is not None
        return widget


def _ask_decision(context: Context, page: QWidget, case: Complaint) -> None:
    """The letter with the decision went out: what was decided is recorded next."""
    form = form_called("answer")
    is_open = case.kind.is_complaint and case.resolved_at is None and not case.is_closed
    if form is not None and is_open:
        form(context, case, page).open()
