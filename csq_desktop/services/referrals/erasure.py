"""What erasing customers takes out of referrals: the words; to whom, when and the outcome stay."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.referrals import ReferralRow

TEXTS = (CaseTexts(ReferralRow, "complaint_id"),)
COVERS = (ReferralRow,)


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was written about the customers of these complaints."""
    require(session, Permission.WORK_COMPLAINTS)
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
