"""Legal holds: nothing of a customer is erased while one stands."""

from sqlalchemy.orm import Session

from csq_desktop.domain.retention.erasures import LegalHold
from csq_desktop.domain.retention.fields import LEGAL_HOLD
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr


def place(session: Session, customer_id: int, reason: str) -> int:
    """Hold everything of a customer, with the reason; returns the hold's id."""
    require(session, Permission.ADMINISTER)
    _require_reason(reason)
    LEGAL_HOLD.field("reason").check(reason)
    if customers.get(session, customer_id) is None:
        raise UserError(tr("This customer has been removed."))
    if customer_id in records.held_customers(session):
        raise UserError(tr("There is a legal hold on this customer already."))
    return records.place_hold(session, customer_id, reason.strip())


def release(session: Session, hold_id: int, reason: str) -> None:
    """End a hold, with the reason; it stays on record."""
    require(session, Permission.ADMINISTER)
    _require_reason(reason)
    LEGAL_HOLD.field("release_reason").check(reason)
    row = records.hold(session, hold_id)
    if row is None or row.released_at is not None:
        raise UserError(tr("This legal hold has been released already."))
    desk = desk_of(session)
    row.released_at, row.released_by = desk.now(), desk.user.id
    row.release_reason = reason.strip()


def take_back(session: Session, hold_id: int) -> None:
    """Undo placing a hold by mistake: it is gone, and the trail keeps that it was there."""
    require(session, Permission.ADMINISTER)
    row = records.hold(session, hold_id)
    if row is not None:
        records.remove_hold(session, row)


def everything(session: Session, *, standing: bool = False) -> list[LegalHold]:
    """Every hold, the newest first; or those that stand."""
    require(session, Permission.ADMINISTER)
    return records.holds(session, standing=standing)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="reason")
