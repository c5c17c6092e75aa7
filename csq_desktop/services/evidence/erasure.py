"""What erasing a person takes out of evidence: content and words, of originals and of copies."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.facts import FilePlace
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.cases import evidence as records
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy.erasing import CaseTexts
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.evidence import (
    EvidenceContentRow,
    EvidenceRow,
    PrivateEvidenceRow,
)

TEXTS = (CaseTexts(EvidenceRow, "complaint_id"),)
COVERS = (EvidenceRow, EvidenceContentRow, PrivateEvidenceRow)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Let go of every file of these cases; number, kind, size, hash and dates stay.

    A file belongs to its case alone: which customers are erased decides nothing here.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    for row in records.of_cases(session, complaint_ids):
        records.drop_content(session, row)
        row.location = FilePlace.ERASED
    for texts in TEXTS:
        erasing.blank(session, texts, complaint_ids)
