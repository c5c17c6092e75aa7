"""Which records of customers have a retention rule, and when they were used last."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import forgetting, retention
from csq_desktop.storage.sessions.desk import require


def erase_sealed(session: Session, sealed_ids: Sequence[int]) -> int:
    """Let go of callers handed in sealed whom nobody could open."""
    require(session, Permission.ADMINISTER)
    return forgetting.forget_sealed(session, ids=sealed_ids)


SOURCES = (
    RetentionSource(RecordKind.CUSTOMERS, retention.customers_used),
    RetentionSource(RecordKind.SEALED, retention.sealed_waiting, erase_sealed),
)
