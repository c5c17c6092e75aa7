"""What of the disclosure log goes when a person is erased: the words about them alone."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import disclosures as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.disclosures import DisclosureRow

COVERS = (DisclosureRow,)


def erase(session: Session, customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Blank recipient and purpose of lines about nobody else who is known; days and codes stay.

    No line is about complaints. One about others too loses its words where they name the person.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    records.blank(session, customer_ids, desk_of(session).now())
