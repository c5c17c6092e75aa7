"""How long evidence files stay: from the closing of their case."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.evidence import erasure
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import retention
from csq_desktop.storage.sessions.desk import require


def erase_files(session: Session, complaint_ids: Sequence[int]) -> int:
    """Let go of the files of some cases; gives how many cases there were."""
    require(session, Permission.ADMINISTER)
    erasure.erase(session, (), complaint_ids)
    return len(complaint_ids)


SOURCES = (RetentionSource(RecordKind.EVIDENCE, retention.cases_with_evidence, erase_files),)
