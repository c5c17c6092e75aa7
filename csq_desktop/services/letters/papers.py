"""Letters on paper: a draft as it will look, one as it was printed, several at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import LetterFrame, LetterWords
from csq_desktop.domain.letters.placeholders import Placeholder, filled
from csq_desktop.domain.letters.salutations import salutation
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import date_text
from csq_desktop.errors import UserError
from csq_desktop.services.letters import issuing, letterhead, rows
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import speaking, tr

if TYPE_CHECKING:
    from csq_desktop.reports.documents.letter import LetterPaper

LETTER = "letter"


def preview(session: Session, letter_id: int, words: LetterWords) -> bytes:
    """A letter that is not issued yet with the words as they are typed, as a PDF."""
    from csq_desktop.reports.documents import letter as paper

    rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    frame = issuing.preview(session, letter_id)
    return paper.pdf(paper.LetterPaper(words, frame, row.letter_language.value, is_draft=True))


def pdf(session: Session, letter_id: int) -> bytes:
    """An issued letter, the same bytes each time."""
    from csq_desktop.reports.documents import letter as paper

    return paper.pdf(_issued(session, letter_id))


def note_printed(session: Session, letter_ids: Sequence[int]) -> None:
    """Write into the trail that letters were printed or saved."""
    rows.writing_desk(session)
    for letter_id in letter_ids:
        audit.note(session, AuditAction.PRINTED, LETTER, letter_id)


def sample(
    session: Session, kind: LetterKind, subject: ThreeTexts, text: ThreeTexts, language: str
) -> bytes:
    """A template as a letter to nobody: what is filled in stands there by its name."""
    require(session, Permission.READ_CUSTOMERS)
    from csq_desktop.reports.documents import letter as paper

    head, today = letterhead.letterhead(session), shop.today(session)
    with speaking(language):
        named = {each: f"[{each.label}]" for each in Placeholder}
        named[Placeholder.RECEIVED] = date_text(today)
    words = LetterWords(
        salutation=salutation(Identity(), language),
        subject=filled(subject.said_in(language), named),
        body=filled(text.said_in(language), named),
    )
    frame = LetterFrame(head, today, "", f"C-{today.year}-0000", "")
    return paper.pdf(paper.LetterPaper(words, replace(frame), language, is_draft=True))


def _issued(session: Session, letter_id: int) -> "LetterPaper":
    """What was printed of an issued letter; a UserError where it was erased, or is none yet."""
    from csq_desktop.reports.documents import letter as paper

    rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    stored = rows.words_of(session, letter_id)
    frame = records.frame(stored)
    if frame is None:
        raise UserError(tr("Issue the letter first."))
    return paper.LetterPaper(records.words(stored), frame, row.letter_language.value)
