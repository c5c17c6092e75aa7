"""How long the words about a breach stay: from its end; the register itself stays for good."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions.desk import desk_of, require


def erase_words(session: Session, breach_ids: Sequence[int]) -> int:
    """Erase what is written about breaches; number, dates, counts and codes stay."""
    require(session, Permission.ADMINISTER)
    desk_of(session).require_identities()
    return records.blank(session, breach_ids, desk_of(session).now())


SOURCES = (RetentionSource(RecordKind.BREACHES, records.ended_before, erase_words),)
