"""What letters know of people, erased: their words go, that they were written stays."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.cases import receipts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.letters import LetterWordsRow, ReceiptRow

COVERS = (LetterWordsRow, ReceiptRow)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Erase the words of all letters to some customers or on some cases, and what receipts prove.

    Number, kind, dates and check sum of a letter stay, and so does the place of a receipt.
    """
    require(session, Permission.WORK_COMPLAINTS)
    records.erase_words(session, records.about(session, customer_ids, complaint_ids))
    receipts.blank(session, complaint_ids)
