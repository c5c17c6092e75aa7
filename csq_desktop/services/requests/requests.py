"""Data requests: logging one, checking who asks, fee, delay, answer and refusal."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.fields import CONSENTS, EVIDENCE_FILES, HISTORY
from csq_desktop.domain.disclosures.words import (
    DisclosureAuthority,
    DisclosureForm,
    RecipientKind,
)
from csq_desktop.domain.requests import facts as rule
from csq_desktop.domain.requests.facts import (
    CorrectionNotice,
    IdentityCheck,
    NewPrivacyRequest,
    PrivacyRequest,
    RequesterIdentity,
)
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequestOutcome
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.requests import PrivacyRequestRow
from csq_desktop.texts import tr

SERIES = "DR"
HANDED_OVER = ("identity.name", "identity.phone", "identity.email", "identity.address",
               "complaint.ref", "complaint.words", HISTORY, EVIDENCE_FILES, CONSENTS)  # fmt: skip


@dataclass(frozen=True)
class RequestAnswer:
    """What became of a request, on which day it was answered, and why not wholly or later."""

    outcome: RequestOutcome
    day: date
    reasons: str = ""


def log(session: Session, new: NewPrivacyRequest) -> int:
    """Log a request as it was received; its 40 days run from that day. Gives the id."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk, calendar = desk_of(session), shop.calendar(session)
    desk.require_identities()
    received_on, today = calendar.day_of(new.received_at), shop.today(session)
    rule.check(new, received_on, today)
    if new.customer_id is not None and customer_records.get(session, new.customer_id) is None:
        raise UserError(tr("This customer has been removed."), field="customer")
    row = PrivacyRequestRow(
        id=ids.reserve(session),
        ref=written(SERIES, today.year, next_number(session, SERIES, today.year)),
        request_kind=new.kind,
        customer_id=new.customer_id,
        received_at=new.received_at,
        received_on=received_on,
        channel=new.channel,
        asked_language=new.language,
        requester=new.requester,
        asked=new.asked.strip(),
        wrong=new.wrong.strip(),
        right=new.right.strip(),
        logged_at=desk.now(),
        logged_by=desk.user.id,
    )
    who = RequesterIdentity(new.who.name.strip(), new.who.contact.strip())
    records.add(session, row, who)
    return row.id


def everything(session: Session) -> tuple[PrivacyRequest, ...]:
    """Every request, the newest first; without identities for whoever cannot see them."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return records.everything(session)


def read(session: Session, request_id: int) -> PrivacyRequest:
    """One request."""
    require(session, Permission.READ_AUDIT_TRAIL)
    request = records.by_id(session, request_id)
    if request is None:
        raise UserError(tr("This request has been removed."))
    return request


def notices(session: Session, request_id: int) -> tuple[CorrectionNotice, ...]:
    """Who had the data in the 12 months before a correction, and whether they were told."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return records.notices(session, request_id)


def check_identity(session: Session, request_id: int, check: IdentityCheck) -> None:
    """Record how it was made sure that whoever asks may have the data; later ones replace it."""
    row, request = row_of(session, request_id)
    rule.check_identity(request)
    PRIVACY_REQUEST.field("check_note").check(check.note)
    desk = desk_of(session)
    row.checked_at, row.checked_by = desk.now(), desk.user.id
    row.check_method, row.check_note = check.method, check.note.strip()


def set_fee(session: Session, request_id: int, cents: int) -> int | None:
    """Record the fee asked for a copy; gives the one before, None where none was recorded."""
    row, request = row_of(session, request_id)
    rule.check_fee(request, cents)
    before, row.fee_cents = row.fee_cents, cents
    return before


def clear_fee(session: Session, request_id: int, before: int | None) -> None:
    """Put the fee back as it was."""
    row, _ = row_of(session, request_id)
    row.fee_cents = before


def give_delay_notice(session: Session, request_id: int, day: date, reason: str) -> None:
    """Record the written notice that the 40 days are not enough, and why (s.19(2), s.23(2))."""
    row, request = row_of(session, request_id)
    rule.check_delay(request, day, reason, shop.today(session))
    row.delay_on, row.delay_reason = day, reason.strip()


def answer(session: Session, request_id: int, reply: RequestAnswer) -> None:
    """Record that a request was complied with, that nothing is held, or that it was withdrawn.

    What was handed over is a line of the disclosure log. A refusal is entered in the log book by
    `refusals.refuse`, and so is what is refused of a request complied with in part.
    """
    row, request = row_of(session, request_id)
    rule.check_answer(request, reply.outcome, reply.day, shop.today(session))
    if reply.outcome.is_entered and not records.refusals(session, request_id):
        raise UserError(tr("Enter the refusal in the log book first."))
    PRIVACY_REQUEST.field("reasons").check(reply.reasons)
    end(session, row, reply)
    if reply.outcome in (RequestOutcome.COMPLIED, RequestOutcome.PARTLY):
        _hand_over(session, request, reply.day)


def end(session: Session, row: PrivacyRequestRow, reply: RequestAnswer) -> None:
    """Set what became of a request; its rules were asked before."""
    row.request_outcome, row.complied_on = reply.outcome, reply.day
    row.complied_by, row.reasons = desk_of(session).user.id, reply.reasons.strip()


def row_of(session: Session, request_id: int) -> tuple[PrivacyRequestRow, PrivacyRequest]:
    """A request's row beside its facts, for whoever may work on requests."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    row, request = records.get(session, request_id), records.by_id(session, request_id)
    if row is None or request is None:
        raise UserError(tr("This request has been removed."))
    return row, request


def _hand_over(session: Session, request: PrivacyRequest, day: date) -> None:
    """The copy, or the corrected copy, is a disclosure to whoever asked for it."""
    assert request.customer_id is not None  # of nobody there is no copy and no correction
    is_access = request.kind is PrivacyRequestKind.ACCESS
    by_person = request.requester.is_person
    disclosures.record(
        session,
        NewDisclosure(
            (request.customer_id,),
            "" if by_person else request.who.name,
            RecipientKind.CUSTOMER if by_person else RecipientKind.RELEVANT_PERSON,
            request.ref,
            fields=HANDED_OVER,
            authority=DisclosureAuthority.ACCESS_REQUEST
            if is_access
            else DisclosureAuthority.CORRECTION,
            form=DisclosureForm.COPY_PACK,
            day=day,
        ),
    )
