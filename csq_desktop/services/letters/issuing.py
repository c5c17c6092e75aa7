"""Issuing a letter and sending it: its number, its receipt, the history, the step of the case."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind, State
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import (
    DisclosureAuthority,
    DisclosureForm,
    RecipientKind,
)
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind, LetterState
from csq_desktop.domain.letters import facts as rules
from csq_desktop.domain.letters.facts import Letter, LetterFrame, LetterWords, PrintedReceipt
from csq_desktop.domain.receipts.facts import code_of
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.letters import letterhead, letters, rows
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.cases import receipts
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.texts import speaking

_LETTERS, _RECEIPTS = "LT", "RC"
_DISCLOSED = ("identity.name", "identity.address", "complaint.ref", "complaint.summary")


@dataclass(frozen=True)
class LetterSending:
    """How and when a letter went out; `records_step` also records the step it stands for."""

    delivery: LetterDelivery
    at: datetime
    records_step: bool = False


def issue(session: Session, letter_id: int, words: LetterWords | None = None) -> Letter:
    """Give a letter its number and fix its words for good; the history of the case says so.

    Words that were typed since it was kept are kept first.
    """
    desk = rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    if words is not None:
        letters.save(session, letter_id, words)
    is_reviewed = rows.needs_review(session, row)
    allowed = (LetterState.APPROVED,) if is_reviewed else rows.NOT_ISSUED
    rules.check_state(rows.state_of(row), *allowed)
    letters.refuse_opted_out(session, row.letter_kind, row.customer_id)
    stored = rows.words_of(session, letter_id)
    final = records.words(stored)
    rules.check_finished(final)
    row.ref = _number(session, _LETTERS)
    row.issued_at, row.issued_by = desk.now(), desk.user.id
    session.flush()
    receipt = _receipt(session, row) if row.letter_kind.has_receipt else None
    printed = _frame(session, row, shop.today(session), receipt)
    row.sha256 = rules.digest(final, printed)
    stored.frame = records.frame_text(printed)
    _tell(session, row)
    _disclose(session, row)
    return rows.whole(session, row)


def note_sent(session: Session, letter_id: int, sending: LetterSending) -> None:
    """Record how and when an issued letter went out, and the step of the case it stands for."""
    desk = rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    rules.check_state(rows.state_of(row), LetterState.ISSUED, LetterState.SENT)
    issued_at = row.issued_at or sending.at
    rules.check_sent(sending.at, issued_at, desk.now())
    at = max(min(sending.at, desk.now()), issued_at)  # the field shows no seconds
    records_step = sending.records_step and stands_for_step(session, letter_id)
    row.delivery, row.sent_at = sending.delivery, at
    _tell(session, row)
    if records_step:
        record = {
            LetterKind.ACKNOWLEDGEMENT: complaints.acknowledge,
            LetterKind.PROGRESS: complaints.progress_reply,
        }[row.letter_kind]
        record(session, row.complaint_id, row.ref or "", at)


def stands_for_step(session: Session, letter_id: int) -> bool:
    """Whether sending a letter is a step that its case still waits for."""
    rows.writing_desk(session)
    row = rows.row_of(session, letter_id)
    case = case_rows.row_of(session, row.complaint_id)
    if not case.kind.is_complaint or case.state is State.CLOSED or case.removed_at is not None:
        return False
    if row.letter_kind is LetterKind.ACKNOWLEDGEMENT:
        return case.acknowledged_at is None
    return row.letter_kind is LetterKind.PROGRESS and case.resolved_at is None


def preview(session: Session, letter_id: int) -> LetterFrame:
    """What will stand around the words of a letter that has no number and no receipt yet."""
    rows.writing_desk(session)
    return _frame(session, rows.row_of(session, letter_id), shop.today(session), None)


def _frame(
    session: Session, row: LetterRow, day: date, receipt: PrintedReceipt | None
) -> LetterFrame:
    return LetterFrame(
        letterhead=letterhead.letterhead(session),
        day=day,
        reference=row.ref or "",
        case=case_rows.row_of(session, row.complaint_id).ref,
        signed_by=desk_of(session).user.name,
        receipt=receipt,
        corrects=records.reference(session, row.corrects_id),
    )


def _receipt(session: Session, row: LetterRow) -> PrintedReceipt:
    case = case_rows.row_of(session, row.complaint_id)
    stored, place = receipts.add(session, case, row.id, _number(session, _RECEIPTS))
    with speaking(row.letter_language.value):
        received = moment_text(case.received_at, shop.zone(session))
    return PrintedReceipt(stored.ref, received, code_of(place))


def _number(session: Session, series: str) -> str:
    year = shop.today(session).year
    number = next_number(session, series, year)
    return written(series, year, number, shop.branch_code(session))


def _disclose(session: Session, row: LetterRow) -> None:
    """The line of the disclosure log: what the shop holds of a customer goes out, to that person.

    A letter to somebody nobody knows discloses nobody's data.
    """
    if row.customer_id is None:
        return
    by_consent = row.letter_kind.is_marketing
    authority = DisclosureAuthority.CONSENT if by_consent else DisclosureAuthority.ORIGINAL_PURPOSE
    disclosures.record(
        session,
        NewDisclosure(
            customer_ids=[row.customer_id],
            recipient="",
            recipient_kind=RecipientKind.CUSTOMER,
            purpose=row.ref or "",
            fields=_DISCLOSED,
            authority=authority,
            form=DisclosureForm.LETTER,
        ),
    )


def _tell(session: Session, row: LetterRow) -> None:
    """A line of the case's history: the letter was issued, or sent."""
    sent = (row.delivery.value,) if row.delivery else ()
    said = StepFacts(before=row.letter_kind.value, after=row.ref or "", fields=sent)
    complaint_records.add_event(session, row.complaint_id, EventKind.LETTER, facts=said)
