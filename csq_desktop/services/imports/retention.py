"""What the store remembers of imports to undo them: it has a retention rule."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.imports import batches
from csq_desktop.storage.records.privacy import retention
from csq_desktop.storage.sessions.desk import require


def forget(session: Session, batch_ids: Sequence[int]) -> int:
    """Drop what some imports changed; what they brought stays."""
    require(session, Permission.ADMINISTER)
    for number in batch_ids:
        batches.forget_changes(session, number, identities=True)
    return len(batch_ids)


SOURCES = (RetentionSource(RecordKind.IMPORTS, retention.remembered_imports, forget),)
