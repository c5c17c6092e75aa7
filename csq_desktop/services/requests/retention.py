"""Whose requests run: nothing of them is erased until they are answered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import require

SOURCES: tuple[RetentionSource, ...] = ()


def running(session: Session, customer_ids: Sequence[int]) -> dict[int, int]:
    """How many requests of each customer have no answer yet."""
    require(session, Permission.ADMINISTER)
    return records.count_running(session, customer_ids)
