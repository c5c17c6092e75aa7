"""The notices of a breach: their draft, the pages, and that they were printed."""

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.breaches.notices import (
    NoticeAudience,
    NoticeOrder,
    NoticeText,
    advice,
    check_notice,
)
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.services.breaches.breaches import row_of
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.letters import letterhead
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.privacy.breaches import BreachNoticeRow
from csq_desktop.texts import speaking

NAMED = ("identity.name", "identity.address")


def draft(session: Session, breach_id: int, audience: NoticeAudience, language: str) -> NoticeText:
    """What is written in a notice before anybody changed it; the words are those of the record."""
    _, breach = row_of(session, breach_id)
    words = breach.words
    head = letterhead.letterhead(session)
    contact = "\n".join(
        filter(None, (head.shop, head.address, desk_of(session).user.name, head.contact))
    )
    measures = "\n".join(filter(None, (words.breach_containment, words.breach_follow_up)))
    if audience is NoticeAudience.COMMISSIONER:
        return NoticeText(words.account, measures, words.prevention or words.harm_note, contact)
    factors = breach.assessment.factors if breach.assessment else None
    with speaking(language):
        return NoticeText(words.account, measures, advice(factors, breach.detail_kinds), contact)


def page(session: Session, breach_id: int, order: NoticeOrder, *, is_draft: bool = True) -> bytes:
    """A notice with these words as a PDF; one that is not recorded yet says that it is a draft."""
    from csq_desktop.reports.documents import breach_notice

    _, breach = row_of(session, breach_id)
    with speaking(order.language):
        return breach_notice.document(
            breach_notice.BreachNotice(
                order,
                breach,
                _addressee(session, breach, order),
                letterhead.letterhead(session),
                shop.today(session),
                desk_of(session).zone,
                is_draft,
            )
        ).pdf()


def issue(session: Session, breach_id: int, order: NoticeOrder) -> int:
    """Record a notice that is to be printed with what it says; to a customer, it is disclosed.

    Gives the id. Its pages are those of `page` that are no draft.
    """
    _, breach = row_of(session, breach_id)
    check_notice(order.text)
    desk = desk_of(session)
    row = BreachNoticeRow(
        id=ids.reserve(session),
        breach_id=breach_id,
        audience=order.audience,
        notice_language=order.language,
        customer_id=order.customer_id,
        disclosure_id=_disclose(session, breach, order),
        printed_at=desk.now(),
        printed_by=desk.user.id,
    )
    records.add_notice(session, row, "\n\n".join(vars(order.text).values()))
    return row.id


def _addressee(session: Session, breach: Breach, order: NoticeOrder) -> str:
    if order.customer_id is None:
        return ""
    own = customer_records.identity(session, order.customer_id) or Identity()
    return "\n".join(filter(None, (own.name or own.other_name, own.address)))


def _disclose(session: Session, breach: Breach, order: NoticeOrder) -> int | None:
    """A notice with a customer's name and address on it is a line of the disclosure log."""
    if order.customer_id is None:
        return None
    return disclosures.record(
        session,
        NewDisclosure(
            (order.customer_id,),
            "",
            RecipientKind.CUSTOMER,
            breach.ref,
            fields=NAMED,
            form=DisclosureForm.LETTER,
        ),
    )
