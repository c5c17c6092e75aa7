"""What erasing customers takes out of hand-overs: the reasons; who gave what to whom stays."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.handovers import HandoverRow

TEXTS = (CaseTexts(HandoverRow, "complaint_id"),)
COVERS = (HandoverRow,)


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was written on the complaints of these customers."""
    require(session, Permission.WORK_COMPLAINTS)
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
