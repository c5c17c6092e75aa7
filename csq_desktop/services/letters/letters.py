"""Letters on a case: beginning one, writing it, throwing it away, reading it."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.customers.facts import Identity, RevealReason, SpokenLanguage
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters import facts as rules
from csq_desktop.domain.letters.facts import Letter, LetterLine, LetterWords, NewLetter
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.customers import consents, customers
from csq_desktop.services.letters import merging, rows, templates
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.texts import tr


def languages(session: Session, complaint_id: int) -> tuple[str, ...]:
    """The languages a letter can be in, the one the customer wants first."""
    require(session, Permission.WORK_COMPLAINTS)
    row = case_rows.row_of(session, complaint_id)
    customer = customer_records.get(session, row.customer_id) if row.customer_id else None
    codes = [each.value for each in SpokenLanguage]
    preferred = customer.preferred_language if customer else ""
    first = preferred if preferred in codes else shop.shop(session).language
    return (first, *(code for code in codes if code != first))


def draft(session: Session, complaint_id: int, new: NewLetter) -> Letter:
    """Begin a letter on a case, with the case and the customer filled in.

    That the identity was looked at for it is recorded.
    """
    desk = rows.writing_desk(session)
    case = case_rows.row_of(session, complaint_id)
    if case.removed_at is not None:
        raise UserError(tr("This complaint has been voided."))
    refuse_opted_out(session, new.kind, case.customer_id)
    template = templates.keep(session, new.kind)
    identity = Identity()
    if case.customer_id is not None:
        identity = customers.reveal(session, case.customer_id, RevealReason.LETTER).identity
    row = LetterRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        customer_id=case.customer_id,
        letter_kind=new.kind,
        letter_language=SpokenLanguage(new.language),
        template_version=template.version,
        written_at=desk.now(),
        written_by=desk.user.id,
        corrects_id=new.corrects_id,
    )
    records.add(session, row, merging.merged(session, case, template, identity, new.language))
    return rows.whole(session, row)


def refuse_opted_out(session: Session, kind: LetterKind, customer_id: int | None) -> None:
    """A UserError for an offer to somebody who did not agree to any, or opted out (PDPO, 6A).

    Whatever writes to customers to offer something asks here.
    """
    if not kind.is_marketing:
        return
    if customer_id is None or not consents.may_use(session, [customer_id], MARKETING):
        raise UserError(
            tr(
                "This customer has not agreed to offers, or has opted out. No such letter may "
                "be sent."
            ),
            field="letter_kind",
        )


def open_letter(session: Session, letter_id: int) -> Letter:
    """A letter whole; that somebody looked at whom it names is recorded."""
    rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    if row.customer_id is not None and customer_records.get(session, row.customer_id) is not None:
        customers.reveal(session, row.customer_id, RevealReason.LETTER)
    return rows.whole(session, row)


def save(session: Session, letter_id: int, words: LetterWords) -> None:
    """Keep what was written so far; a letter that was changed has to be reviewed anew."""
    desk = rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), *rows.NOT_ISSUED)
    rules.check_words(words)
    stored = rows.words_of(session, letter_id)
    if records.words(stored) == words:
        return
    for name, text in asdict(words).items():
        setattr(stored, name, text)
    row.written_at, row.written_by = desk.now(), desk.user.id
    row.submitted_at = row.approved_at = row.reviewed_by = None


def discard(session: Session, letter_id: int) -> None:
    """Throw a letter away that was never issued."""
    desk = rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), *rows.NOT_ISSUED)
    row.discarded_at = desk.now()


def bring_back(session: Session, letter_id: int) -> None:
    """Undo that."""
    rows.writing_desk(session)
    rows.row_of(session, letter_id).discarded_at = None


def of_case(session: Session, complaint_id: int) -> tuple[LetterLine, ...]:
    """The letters on a case without their words, the newest first."""
    require(session, Permission.READ_CUSTOMERS)
    return records.of_case(session, case_rows.row_of(session, complaint_id).id)
