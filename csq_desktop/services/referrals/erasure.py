"""What erasing customers takes out of referrals: the words; to whom, when and the outcome stay."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records import referrals as records
from csq_desktop.storage.sessions.desk import require


def erase(session: Session, _customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank what was written about the customers of these complaints."""
    require(session, Permission.WORK_COMPLAINTS)
    records.blank(session, complaint_ids)
