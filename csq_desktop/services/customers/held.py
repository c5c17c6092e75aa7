"""What a customer's own records hold, for the copy of an access request."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services import earlier_words
from csq_desktop.services.requests.describing import facts_of
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.texts import tr, trc


def held(session: Session, customer_id: int) -> Iterator[HeldSection]:
    """Identity and contacts, what they said before they were corrected, and every consent."""
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()
    row, who = records.get(session, customer_id), session.get(IdentityRow, customer_id)
    if row is None:
        return
    facts = (
        *(facts_of(session, IDENTITY, who) if who is not None else ()),
        *facts_of(session, CUSTOMER, row),
    )
    record = HeldRecord(row.ref, facts)
    yield HeldSection("identity", trc("held", "Who you are and how we reach you"), 10, (record,))
    earlier = earlier_words.of_record(session, IdentityRow, customer_id)
    replaced = tuple(
        HeldRecord(value.label, (HeldFact(value.label, value.text, words=True),), value.at)
        for values in earlier.values()
        for value in values
        if not value.is_reason
    )
    if replaced:
        yield HeldSection("earlier", trc("held", "What we held before corrections"), 15, replaced)
    yield HeldSection("consents", trc("held", "Your consents"), 20, _consents(session, customer_id))


def _consents(session: Session, customer_id: int) -> tuple[HeldRecord, ...]:
    return tuple(
        HeldRecord(
            lists.label(lists.PURPOSES, answer.purpose),
            tuple(
                HeldFact(label, value, words=is_free)
                for label, value, is_free in (
                    (tr("Answer"), answer.consent.label, False),
                    (tr("Day"), date_text(answer.day) if answer.day else "", False),
                    (trc("held", "How and by whom it was given"),
                     tr(" · ").join(filter(None, (answer.given_by, answer.source))), True),
                )
                if value
            ),
            answer.at,
        )
        for answer in consent_records.of_customer(session, customer_id)
    )  # fmt: skip
