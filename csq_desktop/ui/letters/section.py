"""The letters on a case: how far each is, and what can be done with it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.letter_kinds import LetterState
from csq_desktop.domain.letters.facts import Letter, LetterLine, NewLetter
from csq_desktop.domain.past.facts import PastSubject
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_moment_text
from csq_desktop.services.letters import letters
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.letters.letter_dialog import LetterDialog
from csq_desktop.ui.letters.paper_dialogs import IssuedLetterDialog, SentDialog
from csq_desktop.ui.past.dialog import PastDialog
from csq_desktop.ui.theme import tokens

_TONES = {
    LetterState.DRAFT: Tone.SOFT,
    LetterState.IN_REVIEW: Tone.WARN,
    LetterState.APPROVED: Tone.ACCENT,
    LetterState.ISSUED: Tone.ACCENT,
    LetterState.SENT: Tone.GOOD,
}


class LettersSection(CaseSection):
    """The letters of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Letters"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(letters.of_case, complaint_id=complaint.id)

    def rows(self, listed: Sequence[LetterLine]) -> Iterator[QWidget]:
        for line in listed:
            yield self._row(line)

    def _row(self, line: LetterLine) -> QWidget:
        row = QWidget()
        layout = FlowLayout(row, gap=tokens.GAP_SMALL)
        now = this_moment(self._context)
        when = short_moment_text(line.at, now.day, now.zone)
        layout.addWidget(PlainLabel(tr("{when}: {what}", when=when, what=line.title), wrap=True))
        layout.addWidget(Badge(_state_text(line), _TONES[line.state]))
        if self._context.may(Permission.WORK_COMPLAINTS):
            for link in self._links(line):
                layout.addWidget(link)
        past = partial(self._on_past, line)
        layout.addWidget(buttons.link(tr("As it stood…"), past, name=f"past_{line.id}"))
        row.setAccessibleName(tr("{what}, {state}", what=line.title, state=_state_text(line)))
        return row

    def _links(self, line: LetterLine) -> list[QWidget]:
        links: list[QWidget] = [
            buttons.link(tr("Open…"), partial(self._open, line), name=f"letter_{line.id}")
        ]
        if line.state is LetterState.ISSUED:
            sent = partial(self._on_sent, line)
            links.append(buttons.link(tr("Sent…"), sent, name=f"sent_{line.id}"))
        if line.state.is_final:
            correct = partial(self._on_correct, line)
            links.append(buttons.link(tr("Correct…"), correct, name=f"correct_{line.id}"))
        return links

    def _on_past(self, line: LetterLine) -> None:
        PastDialog(self._context, PastSubject.LETTER, line.id, self).open()

    def _open(self, line: LetterLine) -> None:
        job = partial(letters.open_letter, letter_id=line.id)
        self._context.tasks.write(self, job, self._show)

    def _show(self, letter: Letter) -> None:
        kind = IssuedLetterDialog if letter.state.is_final else LetterDialog
        kind(self._context, letter, self).open()

    def _on_sent(self, line: LetterLine) -> None:
        SentDialog(self._context, line, self).open()

    def _on_correct(self, line: LetterLine) -> None:
        """Begin the letter that corrects one that was issued."""
        new = NewLetter(line.kind, line.language, corrects_id=line.id)
        job = partial(letters.draft, complaint_id=line.complaint_id, new=new)
        self._context.tasks.write(self, job, self._show)


def _state_text(line: LetterLine) -> str:
    return line.delivery.label if line.delivery else line.state.label
