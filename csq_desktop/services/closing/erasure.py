"""Erasing a customer: the words about how their complaints ended go, codes and counts stay."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records import closing as records
from csq_desktop.storage.sessions.desk import require


def erase(session: Session, _customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank what was written about some complaints; a signature under them holds no more."""
    require(session, Permission.ADMINISTER)
    records.blank_words(session, complaint_ids)
