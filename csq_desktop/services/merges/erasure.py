"""What erasing customers takes out of merges and splits: why; which cases and when stay."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.complaints.ties import MergeRow, SplitRow

TEXTS = (
    CaseTexts(MergeRow, "survivor_id"),
    CaseTexts(MergeRow, "merged_id"),
    CaseTexts(SplitRow, "split_from_id"),
    CaseTexts(SplitRow, "split_to_id"),
)
COVERS = (MergeRow, SplitRow)


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank the reasons of what tied these complaints to others."""
    require(session, Permission.WORK_COMPLAINTS)
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
