"""What erasing customers takes out of merges and splits: the reasons; what moved stays."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records import merges as records
from csq_desktop.storage.sessions.desk import require


def erase(session: Session, _customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank why these complaints were merged and split."""
    require(session, Permission.WORK_COMPLAINTS)
    records.blank(session, complaint_ids)
