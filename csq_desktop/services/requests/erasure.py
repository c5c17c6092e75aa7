"""What of data requests and of the log book goes when a person is erased."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.requests import PrivacyRequestRow, RefusalRow, RequesterRow

COVERS = (PrivacyRequestRow, RefusalRow, RequesterRow)


def erase(session: Session, customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank the words of their requests and who asked; the entries of the log book stay.

    An entry keeps its number, days and grounds for the four years of s.27(3) and beyond, and says
    that its words were erased. No request is about complaints.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    records.blank(session, customer_ids, desk_of(session).now())
