"""Referring a case outside, and recording what came of it; no deadline of the case moves."""

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.complaints.lifecycle import refuse_voided
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import (
    DisclosureAuthority,
    DisclosureForm,
    RecipientKind,
)
from csq_desktop.domain.fields.fields import LONGEST_WORDS
from csq_desktop.domain.referrals import facts as rules
from csq_desktop.domain.referrals.facts import NewReferral, Referral, ReferralOutcome
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.cases import referrals as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.referrals import ReferralRow
from csq_desktop.texts import tr

_OF_CASE = ("complaint.summary", "complaint.words")
_OF_PERSON = ("identity.name", "identity.phone", "identity.email")
_RECIPIENTS = {
    "consumer_council": RecipientKind.REGULATOR,
    "customs": RecipientKind.REGULATOR,
    "privacy_commissioner": RecipientKind.REGULATOR,
    "police": RecipientKind.POLICE,
    "head_office": RecipientKind.HEAD_OFFICE,
    "insurer": RecipientKind.INSURER,
}
"""What the program's bodies are to a customer; one that the shop added is another."""


def refer(session: Session, complaint_id: int, new: NewReferral) -> int:
    """Record that a case was referred to a body outside; returns the referral's id."""
    require(session, Permission.WORK_COMPLAINTS)
    case = case_rows.row_of(session, complaint_id)
    refuse_voided(case.removed_at)
    calendar = shop.calendar(session)
    rules.check(new, calendar.day_of(case.received_at), shop.today(session))
    row = ReferralRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        referred_to=lists.code_of(lists.REFERRAL_BODIES, new.referred_to),
        referred_on=new.referred_on,
        referred_by=desk_of(session).user.id,
        body_reference=new.body_reference.strip(),
        referral_reason=new.referral_reason.strip(),
        handed_over=new.handed_over.strip(),
        answer_due_on=new.answer_due_on,
    )
    records.add(session, row)
    _tell(session, complaint_id, new.referral_reason)
    if case.customer_id is not None:
        disclosures.record(session, _disclosure(row, case.customer_id, new))
    return row.id


def _disclosure(row: ReferralRow, customer_id: int, new: NewReferral) -> NewDisclosure:
    """The line of the disclosure log: what the customer said goes to somebody outside."""
    kind = _RECIPIENTS.get(row.referred_to, RecipientKind.OTHER)
    name = lists.public_label(lists.REFERRAL_BODIES, row.referred_to) if kind.is_named else ""
    crime = kind is RecipientKind.POLICE
    return NewDisclosure(
        customer_ids=(customer_id,),
        recipient=name,
        recipient_kind=kind,
        purpose=tr("Referral of a complaint"),
        fields=_OF_CASE + (_OF_PERSON if new.with_identity else ()),
        authority=DisclosureAuthority.CRIME if crime else DisclosureAuthority.ORIGINAL_PURPOSE,
        form=DisclosureForm.HANDOVER,
        day=row.referred_on,
    )


def record_outcome(session: Session, referral_id: int, outcome: ReferralOutcome) -> None:
    """Record what the body decided; one recorded before is replaced, the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    row, referral = _there(session, referral_id)
    rules.check_outcome(referral, outcome, shop.today(session))
    row.answered_on, row.referral_result = outcome.answered_on, outcome.result
    row.result_note = outcome.result_note.strip()
    row.body_reference = outcome.body_reference.strip() or row.body_reference
    facts = StepFacts(after=outcome.result.value)
    _tell(session, row.complaint_id, outcome.result_note, facts)


def take_back(session: Session, referral_id: int) -> None:
    """Take out a referral that was entered by mistake; the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    row, _ = _there(session, referral_id)
    row.removed_at = desk_of(session).now()


def put_back(session: Session, referral_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    row = records.get(session, referral_id)
    if row is not None:
        case_rows.row_of(session, row.complaint_id)
        row.removed_at = None


def of_case(session: Session, complaint_id: int) -> tuple[Referral, ...]:
    """The referrals of a case, the earliest first."""
    return records.of_case(session, complaint_id)


def _there(session: Session, referral_id: int) -> tuple[ReferralRow, Referral]:
    row, referral = records.get(session, referral_id), records.by_id(session, referral_id)
    if row is None or referral is None:
        raise UserError(tr("This referral has been removed."))
    case_rows.row_of(session, row.complaint_id)
    return row, referral


def _tell(session: Session, complaint_id: int, text: str, facts: StepFacts | None = None) -> None:
    words = text.strip()[:LONGEST_WORDS]
    complaint_records.add_event(session, complaint_id, EventKind.REFERRED, words, facts)
