"""What of merged customers goes when a person is erased."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records import customer_merges as merges
from csq_desktop.storage.records.survivors import whole_groups
from csq_desktop.storage.sessions.desk import require


def erase(session: Session, customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Erase the identities of everybody merged into customers; their merges stay for good.

    That a number was merged into another says nothing of a person and stays, as do the counts.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    del complaint_ids  # a merge says of a complaint only whose it was, by number
    merges.erase_merged(session, whole_groups(session, customer_ids))
