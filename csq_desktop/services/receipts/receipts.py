"""Checks the code of a receipt: what it stands for, and whether the audit trail still holds it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.receipts.facts import (
    Receipt,
    ReceiptVerdict,
    TrailHold,
    WordsNow,
    code_of,
    parse_code,
    words_digest,
)
from csq_desktop.domain.users import Permission
from csq_desktop.services import kept_cases
from csq_desktop.storage.records.cases import receipts as records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.letters import ReceiptRow


def check(session: Session, code: str) -> ReceiptVerdict:
    """What a typed code stands for; a UserError where it is no code at all."""
    require(session, Permission.READ_CUSTOMERS)
    placed = records.placed(session, parse_code(code))
    if placed.row is None:
        # The entry is of a receipt that is not there any more, or of something else.
        hold = TrailHold.CHANGED if placed.hold is TrailHold.HELD else placed.hold
        return ReceiptVerdict(hold)
    kept_cases.refuse(session, [placed.row.complaint_id])
    receipt = _receipt(session, placed.row, is_untouched=placed.is_untouched)
    return ReceiptVerdict(placed.hold, receipt)


def codes(session: Session, complaint_id: int) -> Iterator[str]:
    """The codes that were printed for a case, the oldest first."""
    require(session, Permission.READ_CUSTOMERS)
    return (
        code_of(records.place_of(session, row)) for row in records.of_case(session, complaint_id)
    )


def _receipt(session: Session, row: ReceiptRow, *, is_untouched: bool) -> Receipt:
    case, received_now, words = records.received(session, row.complaint_id)
    return Receipt(
        number=row.ref,
        complaint_id=row.complaint_id,
        case=case,
        received_at=row.received_at,
        confirmed_at=row.confirmed_at,
        confirmed_by=user_records.name_of(session, row.confirmed_by),
        received_now=received_now,
        words=_words_now(row, words),
        is_untouched=is_untouched,
    )


def _words_now(row: ReceiptRow, words: str) -> WordsNow:
    if not row.salt:
        return WordsNow.ERASED
    is_same = words_digest(row.salt, words) == row.words_digest
    return WordsNow.SAME if is_same else WordsNow.CORRECTED
