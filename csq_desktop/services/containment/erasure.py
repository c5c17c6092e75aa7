"""What containment forgets when a person is erased: the words; that something was done stays."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.storage.records import containment as records


def erase(session: Session, customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank the words of the steps on some cases; nothing is kept by customer."""
    del customer_ids
    records.blank(session, complaint_ids)
