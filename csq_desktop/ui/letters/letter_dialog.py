"""One letter that is not issued yet: its words, its preview, and what comes next."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRegularExpression
from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.letter_kinds import LetterState
from csq_desktop.domain.letters.facts import Letter, LetterWords
from csq_desktop.domain.letters.fields import LETTER_WORDS
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services.letters import issuing, letters, reviewing
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.letters.paper_dialogs import DraftPaperDialog, IssuedLetterDialog
from csq_desktop.ui.letters.send_back_dialog import SendBackDialog

_OPEN_PLACE = QRegularExpression(r"\{[^{}]*\}")
_LINES = {"recipient": 3, "body": 11}


class LetterDialog(Dialog):
    """Edits a letter; its button gives it to review, approves it, or issues it."""

    help_heading: ClassVar[str] = "letters"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, letter: Letter, parent: QWidget) -> None:
        self.letter = letter
        super().__init__(context, letter.kind.label, self._action_text(), parent)
        self.setObjectName("letter_dialog")
        self.draft_key = f"{VAULT}complaint.{letter.complaint_id}.letter_{letter.id}"
        self.content.addWidget(PlainLabel(self._meta(), "label", wrap=True))
        self.remark = InlineMessage()
        self.content.addWidget(self.remark)
        if letter.review:
            asked = tr("{name} asks for a change: {what}", name=letter.reviewed_by,
                       what=letter.review)  # fmt: skip
            self.remark.say(asked, Tone.WARN)
        self.form = self.add_form(FormGrid())
        for key in ("recipient", "salutation", "subject", "body"):
            self._add_field(key)
        self.content.addWidget(self._links())
        self.take_draft()

    @property
    def words(self) -> LetterWords:
        """The letter as it is typed."""
        return LetterWords(**self.form.collect())

    def job(self) -> Callable[..., object]:
        """The next step of the letter, with the words as they are typed."""
        letter_id = self.letter.id
        if self.letter.state is LetterState.IN_REVIEW:
            return partial(reviewing.approve, letter_id=letter_id)
        if self._goes_to_review:
            return partial(reviewing.submit, letter_id=letter_id, words=self.words)
        return partial(issuing.issue, letter_id=letter_id, words=self.words)

    def submit(self) -> None:
        """Take the next step."""
        if self._action_text() and self.form.accepts({}):
            self.write(self.job(), self._on_stepped)

    def show_error(self, error: UserError) -> None:
        """Say what went wrong; a place that is still open is marked, to be written over."""
        super().show_error(error)
        field = self.form.field(error.field) if error.field == "body" else None
        if isinstance(field, TextArea):
            place = field.document().find(_OPEN_PLACE)
            if not place.isNull():
                field.setTextCursor(place)

    @property
    def _goes_to_review(self) -> bool:
        return self.letter.needs_review and self.letter.state is LetterState.DRAFT

    @property
    def _waits(self) -> bool:
        """Whether a second person reads it: until then nobody changes a word."""
        return self.letter.state is LetterState.IN_REVIEW

    def _action_text(self) -> str:
        if self._waits:
            return tr("Approve") if self.letter.may_review else ""
        return tr("Give to review") if self._goes_to_review else tr("Issue the letter")

    def _meta(self) -> str:
        letter = self.letter
        parts = [LANGUAGE_NAMES[letter.language], letter.state.label]
        parts.append(tr("written by {name}", name=letter.written_by))
        if letter.corrects:
            parts.append(tr("corrects {ref}", ref=letter.corrects))
        return tr(" · ").join(parts)

    def _add_field(self, key: str) -> None:
        text, lines = getattr(self.letter.words, key), _LINES.get(key)
        field = TextArea(text, lines=lines, sealed=True) if lines else QLineEdit(text)
        field.setReadOnly(self._waits)
        self.form.add(key, LETTER_WORDS.field(key).title, field, wide=True)

    def _links(self) -> QWidget:
        """What can be done with the letter beside its next step."""
        row = QWidget()
        line = FlowLayout(row)
        line.addWidget(buttons.link(tr("Preview…"), self._on_preview, name="preview_letter"))
        if not self._waits:
            line.addWidget(buttons.link(tr("Save as draft"), self._on_save, name="save_letter"))
            line.addWidget(buttons.link(tr("Discard"), self._on_discard, name="discard_letter"))
        elif self.letter.may_review:
            back = buttons.link(tr("Send back…"), self._on_send_back, name="send_back")
            line.addWidget(back)
        else:
            line.addWidget(PlainLabel(tr("Another supervisor has to review it."), "muted"))
        if self._waits:
            line.addWidget(buttons.link(tr("Take back"), self._on_take_back, name="take_back"))
        return row

    def _on_stepped(self, answer: object) -> None:
        self.finish()
        parent = self.parentWidget()
        if isinstance(answer, Letter) and parent is not None:
            IssuedLetterDialog(self.context, answer, parent).open()
        else:
            words = tr("Approved.") if self._waits else tr("Given to review.")
            self.context.toast(words)

    def _on_preview(self) -> None:
        DraftPaperDialog(self.context, self.letter, self.words, self).open()

    def _on_save(self) -> None:
        job = partial(letters.save, letter_id=self.letter.id, words=self.words)
        self.write(job, partial(self._say, tr("Letter saved as a draft.")))

    def _on_discard(self) -> None:
        job = partial(letters.discard, letter_id=self.letter.id)
        undo = partial(letters.bring_back, letter_id=self.letter.id)

        def done(_answer: object) -> None:
            self.finish()
            self.context.toast_done(tr("Letter discarded."), undo)

        self.write(job, done)

    def _on_take_back(self) -> None:
        job = partial(reviewing.take_back, letter_id=self.letter.id)
        self.write(job, partial(self._say, tr("The letter is a draft again.")))

    def _on_send_back(self) -> None:
        dialog = SendBackDialog(self.context, self.letter, self)
        dialog.accepted.connect(self.finish)
        dialog.open()

    def _say(self, words: str, _answer: object) -> None:
        self.finish()
        self.context.toast(words)
