"""What erasing customers takes out of causes: the words; the code of the main cause stays."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.cases.causes import CaseCauseRow, WhyRow

TEXTS = (
    CaseTexts(
        CaseCauseRow,
        "complaint_id",
        required=frozenset({"cause"}),
        codes=lambda _column, text: lists.has(lists.ROOT_CAUSES, text),
    ),
    CaseTexts(WhyRow, "complaint_id", required=frozenset({"why"})),
)
COVERS = (
    CaseCauseRow,
    WhyRow,
)


def erase(session: Session, _customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank what was written on the complaints of these customers."""
    require(session, Permission.WORK_COMPLAINTS)
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
