"""Corrections asked for: that they were made, and who received the data before and is told."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.register_periods import months_before
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.disclosures.facts import MONTHS_TO_NOTIFY, NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm
from csq_desktop.domain.requests import facts as rule
from csq_desktop.domain.requests.corrected import ELSEWHERE, check_value, field_called
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.words import NoticeAnswer, PrivacyRequestKind
from csq_desktop.domain.words.wording import labelled
from csq_desktop.errors import UserError
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.requests.requests import row_of
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import disclosures as disclosure_records
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.tables.privacy.requests import CorrectionNoticeRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class CorrectionMade:
    """What was corrected and when: a field of the customer and what it says now, or elsewhere.

    What a field says now is compared and not kept with the request: it stands in the vault.
    """

    day: date
    what: str = ""
    field: str = ELSEWHERE
    value: str = ""


def note_corrected(session: Session, request_id: int, correction: CorrectionMade) -> int:
    """Record that the data were corrected, and list who had them in the 12 months before.

    Where a field was chosen, it has to say so. Gives how many recipients are to be told
    (s.23(1)(c)).
    """
    row, request = row_of(session, request_id)
    rule.check_ready(request)
    if request.kind is not PrivacyRequestKind.CORRECTION or request.customer_id is None:
        raise UserError(tr("This request asks for no correction."))
    if request.corrected_on is not None:
        raise UserError(tr("The correction is recorded already."))
    day = correction.day
    if not request.received_on <= day <= shop.today(session):
        raise UserError(
            tr("The day must be after the receipt and not in the future."), field="corrected_on"
        )
    what = _what(session, request.customer_id, correction)
    PRIVACY_REQUEST.field("correction").check(what)
    row.corrected_on, row.correction = day, what
    since = months_before(day, MONTHS_TO_NOTIFY)
    received = disclosures.recipients(session, request.customer_id, since)
    rows = [
        CorrectionNoticeRow(id=ids.reserve(session), request_id=request_id, disclosure_id=line.id)
        for line in received
    ]
    records.add_notices(session, rows)
    return len(rows)


def _what(session: Session, customer_id: int, correction: CorrectionMade) -> str:
    """What was corrected, in words: the field by its name, once it says what it should."""
    words, field = correction.what.strip(), field_called(correction.field)
    if field is None:
        if not words:
            raise UserError(tr("Enter what was corrected."), field="correction")
        return words
    identity = customer_records.identity(session, customer_id) or Identity()
    check_value(field, str(getattr(identity, field.key)), correction.value)
    return labelled(field.title, words) if words else field.title


def note_told(session: Session, notice_id: int, answer: NoticeAnswer, day: date) -> None:
    """Tick off one recipient with the day; whoever was told received a disclosure."""
    row = records.notice(session, notice_id)
    if row is None:
        raise UserError(tr("This request has been removed."))
    _, request = row_of(session, row.request_id)
    if row.notice_answer is not None:
        raise UserError(tr("This recipient is ticked off already."))
    if request.corrected_on is None or not request.corrected_on <= day <= shop.today(session):
        raise UserError(
            tr("The day must be after the correction and not in the future."), field="told_on"
        )
    row.notice_answer, row.told_on = answer, day
    if answer is NoticeAnswer.TOLD and request.customer_id is not None:
        earlier = disclosure_records.by_ids(session, [row.disclosure_id])[row.disclosure_id]
        row.told_disclosure_id = disclosures.record(
            session,
            NewDisclosure(
                (request.customer_id,),
                earlier.recipient or earlier.recipient_kind.label,
                earlier.recipient_kind,
                request.ref,
                fields=earlier.fields,
                authority=DisclosureAuthority.CORRECTION,
                form=DisclosureForm.NOTICE,
                day=day,
            ),
        )
