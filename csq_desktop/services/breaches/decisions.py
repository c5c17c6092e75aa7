"""Whether the Commissioner, the persons, the police and head office are notified of a breach."""

from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches import facts as rule
from csq_desktop.domain.breaches.facts import NewDecision
from csq_desktop.domain.breaches.words import NotifyMethod
from csq_desktop.errors import UserError
from csq_desktop.services.breaches.breaches import row_of
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.privacy.breaches import BreachDecisionRow
from csq_desktop.texts import tr


def decide(session: Session, breach_id: int, new: NewDecision) -> int:
    """Record a decision with its reason; one made before about the same party stays readable."""
    _, breach = row_of(session, breach_id)
    desk = desk_of(session)
    rule.check_decision(breach, new, desk.now())
    row = BreachDecisionRow(
        id=ids.reserve(session),
        breach_id=breach_id,
        party=new.party,
        notify=new.notify,
        notify_decided_at=desk.now(),
        notify_decided_by=desk.user.id,
    )
    if new.notify and new.notified_at is not None:
        row.notified_at, row.notify_method = new.notified_at, new.method
    records.add_decision(session, row, new.reason.strip())
    return row.id


def note_notified(session: Session, decision_id: int, at: datetime, method: NotifyMethod) -> None:
    """Record when and how a party was notified; typed again, it puts that right."""
    row = records.decision(session, decision_id)
    if row is None:
        raise UserError(tr("This decision is not in the register."))
    _, breach = row_of(session, row.breach_id)
    if not row.notify:
        raise UserError(tr("It was decided not to notify. Decide anew first."))
    rule.check_notified(breach, at, desk_of(session).now())
    row.notified_at, row.notify_method = at, method
