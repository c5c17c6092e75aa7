"""Begins a letter on a case: what kind, and in which language."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import Letter, NewLetter
from csq_desktop.services.letters import letters
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.letters.letter_dialog import LetterDialog


class BeginLetterDialog(WorkDialog):
    """Chooses the template and the language; the customer's own comes first."""

    kind: ClassVar[str] = "letter"
    help_heading: ClassVar[str] = "letters"

    def title_text(self) -> str:
        return tr("Write a letter")

    def action_text(self) -> str:
        return tr("Write the letter")

    def fill(self) -> None:
        self.letter_kind = ChoiceBox([(kind.value, kind.label) for kind in LetterKind])
        self.letter_kind.choose(self._likeliest().value)
        self.form.add("letter_kind", tr("Letter"), self.letter_kind)
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.form.add(
            "letter_language",
            tr("Language"),
            self.language,
            hint=tr(
                "The customer’s name and address are filled in. It is recorded that you saw them."
            ),
        )
        query = partial(letters.languages, complaint_id=self.complaint.id)
        self.context.tasks.read(self, query, self._on_languages)

    def job(self) -> Job:
        new = NewLetter(LetterKind(self.letter_kind.value), self.language.value)
        return partial(letters.draft, new=new)

    def _likeliest(self) -> LetterKind:
        """The letter that the case is most likely to need next."""
        if self.complaint.acknowledged_at is None:
            return LetterKind.ACKNOWLEDGEMENT
        if self.complaint.is_closed:
            return LetterKind.CLOSING
        return LetterKind.ANSWER if self.complaint.finding else LetterKind.PROGRESS

    def _on_languages(self, codes: Sequence[str]) -> None:
        if self._shows_draft:
            return
        self.language.set_options([(code, LANGUAGE_NAMES[code]) for code in codes])
        self.language.choose(codes[0])
        self._untouched = self._saved = self.collect()

    def _on_done(self, letter: object) -> None:
        parent = self.parentWidget()
        self.finish()
        if isinstance(letter, Letter) and parent is not None:
            LetterDialog(self.context, letter, parent).open()
