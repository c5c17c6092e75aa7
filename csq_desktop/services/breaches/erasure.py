"""What of the register of breaches goes when a person is erased."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.breaches import (
    BreachCustomerRow,
    BreachNoticeRow,
    BreachTextRow,
    BreachWordsRow,
)

COVERS = (BreachCustomerRow, BreachNoticeRow, BreachTextRow, BreachWordsRow)


def erase(session: Session, customer_ids: Collection[int], complaint_ids: Collection[int]) -> None:
    """Untie the customers and erase the notices to them; a breach and its counts stay.

    Where the words about a breach name them, the name is blacked out, as everywhere else.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    records.forget_customers(session, customer_ids)
