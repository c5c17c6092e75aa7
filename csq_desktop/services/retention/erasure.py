"""What goes of retention's own records: why a customer was held, or a record left."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.retention.erasures import NO_WORDS
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import erasing
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.privacy.retention import LegalHoldRow, RetentionLeftRow

COVERS = (LegalHoldRow, RetentionLeftRow)


def erase(session: Session, customer_ids: Sequence[int], complaint_ids: Sequence[int]) -> None:
    """Blank the reasons; that there was a hold, and when, stays."""
    require(session, Permission.ADMINISTER)
    held = records.holds_about(session, customer_ids)
    erasing.scrub(session, LegalHoldRow, held, lambda _place, _text: NO_WORDS)
    left = records.left_about(session, customer_ids, complaint_ids)
    erasing.scrub(session, RetentionLeftRow, left, lambda _place, _text: NO_WORDS)
