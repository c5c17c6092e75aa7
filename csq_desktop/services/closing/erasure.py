"""Erasing a customer: the words about how their complaints ended go, codes and counts stay."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.closing import RemedyRequestRow, ResponseRow, SatisfactionRow

TEXTS = (
    CaseTexts(RemedyRequestRow, "complaint_id"),
    CaseTexts(ResponseRow, "complaint_id"),
    CaseTexts(SatisfactionRow, "complaint_id"),
)
COVERS = (RemedyRequestRow, ResponseRow, SatisfactionRow)


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was written about some complaints; a signature under them holds no more."""
    require(session, Permission.ADMINISTER)
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
