"""What erasing customers takes out of repeat alerts: which customer they were of, and why aside."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.complaints import repeats as records
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.ties import RepeatDismissalRow

TEXTS = (CaseTexts(RepeatDismissalRow, "last_case_id"),)
COVERS = (RepeatDismissalRow,)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was set aside about these customers, and about these complaints."""
    require(session, Permission.WORK_COMPLAINTS)
    own = records.of_customers(session, customer_ids)
    erasing.scrub(session, RepeatDismissalRow, own, lambda _place, _text: "")
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
