"""Letters as the other modules of this package load them: the row, its state, the whole letter."""

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.involved import users_named
from csq_desktop.domain.letter_kinds import LetterState
from csq_desktop.domain.letters.facts import Letter
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.letters import templates
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import SessionContext, desk_of, require
from csq_desktop.storage.tables.cases.letters import LetterRow, LetterWordsRow
from csq_desktop.texts import tr

NOT_ISSUED = (LetterState.DRAFT, LetterState.IN_REVIEW, LetterState.APPROVED)


def writing_desk(session: Session) -> SessionContext:
    """The desk of somebody who may write to customers: it sees whom letters name."""
    require(session, Permission.WORK_COMPLAINTS)
    desk = desk_of(session)
    desk.require_identities()
    return desk


def row_of(session: Session, letter_id: int) -> LetterRow:
    """The row of a letter; UserError when there is none; Refused for whom its case is about."""
    row = records.get(session, letter_id)
    if row is None:
        raise UserError(tr("This letter has been removed."))
    involved.complaint(session, row.complaint_id)
    return row


def words_of(session: Session, letter_id: int) -> LetterWordsRow:
    """The words of a letter to work on; UserError where they were erased."""
    stored = records.words_row(session, letter_id)
    if stored is None:
        raise UserError(tr("The words of this letter were erased."))
    return stored


def state_of(row: LetterRow) -> LetterState:
    """How far a letter is."""
    return records.moments(row).state


def needs_review(session: Session, row: LetterRow) -> bool:
    """By the template it was written from or the one in use now, whichever is stricter."""
    severity = case_rows.row_of(session, row.complaint_id).severity
    versions = (
        templates.of_version(session, row.letter_kind, row.template_version),
        templates.in_use(session, row.letter_kind),
    )
    return any(template.review.applies(severity) for template in versions)


def is_named(session: Session, row: LetterRow) -> bool:
    """Whether the signed-in user has a part in the case: somebody else reads its letters."""
    named = users_named(involved.of_case(session, row.complaint_id))
    return desk_of(session).user.id in named


def whole(session: Session, row: LetterRow) -> Letter:
    """A letter with its words, for those who may read them."""
    stored = records.words_row(session, row.id)
    state = state_of(row)
    is_own = row.written_by == desk_of(session).user.id
    return Letter(
        id=row.id,
        ref=row.ref or "",
        complaint_id=row.complaint_id,
        kind=row.letter_kind,
        language=row.letter_language.value,
        template_version=row.template_version,
        words=records.words(stored),
        state=state,
        written_at=row.written_at,
        written_by=user_records.name_of(session, row.written_by),
        needs_review=needs_review(session, row),
        may_review=state is LetterState.IN_REVIEW and not is_own and not is_named(session, row),
        reviewed_by=user_records.name_of(session, row.reviewed_by),
        review=stored.review if stored else "",
        issued_at=row.issued_at,
        delivery=row.delivery,
        sent_at=row.sent_at,
        sha256=row.sha256,
        frame=records.frame(stored),
        corrects=records.reference(session, row.corrects_id),
    )
