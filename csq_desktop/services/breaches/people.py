"""The customers of the records whose data a breach concerns."""

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches import facts as rule
from csq_desktop.errors import UserError
from csq_desktop.services.breaches.breaches import row_of
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.privacy.breaches import BreachCustomerRow
from csq_desktop.texts import tr


def add(session: Session, breach_id: int, customer_id: int) -> None:
    """Record that a customer is concerned; twice is once."""
    _, breach = row_of(session, breach_id)
    rule.check_open(breach)
    if customer_records.get(session, customer_id) is None:
        raise UserError(tr("This customer has been removed."), field="customer")
    if records.concern(session, breach_id, customer_id) is None:
        row = BreachCustomerRow(
            id=ids.reserve(session),
            breach_id=breach_id,
            customer_id=customer_id,
            concerned_at=desk_of(session).now(),
        )
        records.add_concern(session, row)


def take_out(session: Session, breach_id: int, customer_id: int) -> None:
    """Take out a customer who was entered by mistake; the trail keeps it."""
    _, breach = row_of(session, breach_id)
    rule.check_open(breach)
    row = records.concern(session, breach_id, customer_id)
    if row is not None:
        records.drop_concern(session, row)
