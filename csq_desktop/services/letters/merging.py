"""What a letter says of its case: the values of its placeholders, in the letter's language."""

from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.letters.facts import LetterWords
from csq_desktop.domain.letters.placeholders import Placeholder, filled
from csq_desktop.domain.letters.salutations import recipient, salutation
from csq_desktop.domain.letters.templates import LetterTemplate
from csq_desktop.domain.words.wording import date_text, money_text
from csq_desktop.services import people
from csq_desktop.services.letters import letterhead
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import speaking, tr


def merged(
    session: Session,
    row: ComplaintRow,
    template: LetterTemplate,
    identity: Identity,
    language: str,
) -> LetterWords:
    """A template in one language with the case and the person filled in.

    What the case does not have yet stays open.
    """
    known = values(session, row, language)
    return LetterWords(
        recipient=recipient(identity, language),
        salutation=salutation(identity, language),
        subject=filled(template.subject.said_in(language), known),
        body=filled(template.text.said_in(language), known),
    )


def values(session: Session, row: ComplaintRow, language: str) -> dict[Placeholder, str]:
    """The placeholders that a case has a value for.

    Why it was decided so is written by hand: the investigation's notes are for the shop alone.
    """
    head = letterhead.letterhead(session)
    with speaking(language):
        found = {
            Placeholder.REFERENCE: row.ref,
            Placeholder.RECEIVED: _day(session, row.received_at),
            Placeholder.COMPLAINT: row.summary,
            Placeholder.DEADLINE: _day(session, row.resolve_due_at),
            Placeholder.NEXT_DATE: _day(session, _next(session, row)),
            Placeholder.DECISION: row.finding.label if row.finding else "",
            Placeholder.REMEDY: _remedy(row),
            Placeholder.OWNER: people.shown(session, row),
            Placeholder.SHOP: head.shop,
            Placeholder.CONTACT: head.contact,
        }
    return {placeholder: value for placeholder, value in found.items() if value}


def _day(session: Session, moment: datetime | None) -> str:
    return date_text(shop.day_of(session, moment)) if moment else ""


def _next(session: Session, row: ComplaintRow) -> datetime | None:
    """When the customer is to hear from the shop next: as promised, else by the deadlines."""
    now = desk_of(session).now()
    promised = [
        promise.due_at
        for promise in promise_records.of_case(session, row.id)
        if not promise.is_ended and promise.due_at > now
    ]
    clocks = [row.progress_due_at if row.progress_at is None else None, row.resolve_due_at]
    ahead = [due for due in clocks if due is not None and due > now]
    return min(promised or ahead, default=None)


def _remedy(row: ComplaintRow) -> str:
    if row.remedy_kind in (None, RemedyKind.NONE):
        return ""
    amount = money_text(row.remedy_cents) if row.remedy_cents else ""
    return tr(", ").join(filter(None, (row.remedy_kind.label, amount)))
