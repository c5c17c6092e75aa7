"""Asking customers, some days after the closing, how content they are with the handling."""

from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing import satisfaction as rules
from csq_desktop.domain.closing.satisfaction import SATISFACTION, SatisfactionAsk
from csq_desktop.domain.complaints.facts import Channel, EventKind
from csq_desktop.domain.customers.consents import SURVEY
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.customers import consents
from csq_desktop.services.settings import closing as settings
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.cases.closing import ToBeAsked
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import SatisfactionRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr

LOOKED_BACK = timedelta(days=30)
"""How long after it falls due a customer is still to be asked."""
MOST = 60


def ask(session: Session, complaint_id: int, how: Channel) -> int:
    """Record that the customer was asked; returns the id of the asking."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = _closed(session, complaint_id)
    if row.customer_id is not None and _has_refused(session, row.customer_id):
        raise UserError(tr("This customer has refused surveys, so do not ask them."))
    return _add(session, complaint_id, how, "")


def leave_unasked(session: Session, complaint_id: int, reason: str) -> int:
    """Record that this customer is not asked, and why; returns the id of that."""
    require(session, Permission.NOTE_COMPLAINTS)
    _closed(session, complaint_id)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    return _add(session, complaint_id, None, reason)


def answer(session: Session, ask_id: int, score: int, words: str = "") -> None:
    """Record what the customer answered, 1 to 5; again, to put it right."""
    require(session, Permission.NOTE_COMPLAINTS)
    row = records.ask_row(session, ask_id)
    if row is None:
        raise UserError(tr("This entry has been removed."))
    involved.complaint(session, row.complaint_id)
    asked = next(each for each in of_case(session, row.complaint_id) if each.id == ask_id)
    before = asked.answered_at
    answered_in = None if before is None else Month.of(shop.day_of(session, before))
    rules.check_answer(asked, score, answered_in, Month.of(shop.today(session)))
    SATISFACTION.field("rating_words").check(words)
    row.rated_at = row.rated_at or desk_of(session).now()
    row.rating, row.rating_words = score, words.strip()
    complaint_records.add_event(session, row.complaint_id, EventKind.CONTENT_ANSWERED)


def of_case(session: Session, complaint_id: int) -> tuple[SatisfactionAsk, ...]:
    """When the customer of a case was asked, the oldest first."""
    return records.asks_of_case(session, complaint_id)


def due(session: Session) -> tuple[ToBeAsked, ...]:
    """The closed complaints whose customers are to be asked now; none without a setting.

    Who is anonymous cannot be asked; nobody is proposed who did not agree to surveys.
    """
    days = settings.policy(session).value.ask_after_days
    if days is None:
        return ()
    last = desk_of(session).now() - timedelta(days=days)
    waiting = records.to_be_asked(session, last - LOOKED_BACK, last, MOST)
    agreed = consents.may_use(session, {each.customer_id for each in waiting}, SURVEY)
    return tuple(each for each in waiting if each.customer_id in agreed)


def _has_refused(session: Session, customer_id: int) -> bool:
    stands = consents.standing(session, customer_id)
    return any(each.purpose.code == SURVEY and each.consent is Consent.REFUSED for each in stands)


def _add(session: Session, complaint_id: int, how: Channel | None, words: str) -> int:
    SATISFACTION.field("rating_words").check(words)
    row = SatisfactionRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        inquired_at=desk_of(session).now(),
        inquired_month=Month.of(shop.today(session)),
        inquired_by=desk_of(session).user.id,
        inquired_how=how,
        rating_words=words.strip(),
    )
    records.add(session, row)
    if how is not None:
        complaint_records.add_event(session, complaint_id, EventKind.CONTENT_ASKED)
    return row.id


def _closed(session: Session, complaint_id: int) -> ComplaintRow:
    row = involved.complaint(session, complaint_id)
    if not row.kind.is_complaint or row.closed_at is None or row.removed_at is not None:
        raise UserError(tr("Only the customer of a closed complaint is asked."))
    return row
