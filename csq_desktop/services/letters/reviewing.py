"""A second person reads a letter before it goes out: given to review, approved, given back."""

from sqlalchemy.orm import Session

from csq_desktop.domain.letter_kinds import LetterState
from csq_desktop.domain.letters import facts as rules
from csq_desktop.domain.letters.facts import LetterWords
from csq_desktop.errors import UserError
from csq_desktop.services.letters import letters, rows
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.texts import tr


def submit(session: Session, letter_id: int, words: LetterWords | None = None) -> None:
    """Give a finished letter, with what was typed last, to a second person."""
    desk = rows.writing_desk(session)
    if words is not None:
        letters.save(session, letter_id, words)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), LetterState.DRAFT)
    stored = rows.words_of(session, letter_id)
    rules.check_finished(records.words(stored))
    row.submitted_at = desk.now()
    stored.review = ""


def take_back(session: Session, letter_id: int) -> None:
    """Take a letter back from review, to go on writing it."""
    rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), LetterState.IN_REVIEW, LetterState.APPROVED)
    row.submitted_at = row.approved_at = row.reviewed_by = None


def approve(session: Session, letter_id: int) -> None:
    """Approve a letter that somebody else wrote."""
    row = _waiting(session, letter_id)
    desk = rows.writing_desk(session)
    row.approved_at, row.reviewed_by = desk.now(), desk.user.id


def send_back(session: Session, letter_id: int, note: str) -> None:
    """Give a letter back to whoever wrote it, with what is to be changed."""
    if not note.strip():
        raise UserError(tr("Enter what is to be changed."), field="review")
    row = _waiting(session, letter_id)
    row.submitted_at, row.reviewed_by = None, rows.writing_desk(session).user.id
    rows.words_of(session, letter_id).review = note.strip()[: rules.LONGEST_RECIPIENT]


def _waiting(session: Session, letter_id: int) -> LetterRow:
    """A letter that waits for review, to be decided on by somebody who did not write it."""
    desk = rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), LetterState.IN_REVIEW)
    if row.written_by == desk.user.id:
        raise UserError(tr("You wrote this letter. Another supervisor has to review it."))
    if rows.is_named(session, row):
        raise UserError(tr("You are named in this complaint. Another person has to review it."))
    return row
