"""How long the log book keeps its words: four years at least (PDPO, s.27(3)); entries stay."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import desk_of, require


def erase_words(session: Session, refusal_ids: Sequence[int]) -> int:
    """Blank the particulars of entries; number, days and grounds stay. Gives how many."""
    require(session, Permission.ADMINISTER)
    return records.blank_refusals(session, refusal_ids, desk_of(session).now())


SOURCES = (RetentionSource(RecordKind.REFUSALS, records.refused_before, erase_words),)
