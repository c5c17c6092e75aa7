"""The breaches that concern a customer's data, for the copy of an access request."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.breaches.fields import PRIVACY_BREACH
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def held(session: Session, customer_id: int) -> Iterator[HeldSection]:
    """Each breach with its kind, day and kinds of details, and what notices told the customer.

    The words about a breach are about the shop and about others, and stay out.
    """
    require(session, Permission.REVEAL_IDENTITIES)
    concerned = records.of_customer(session, customer_id)[::-1]
    if concerned:
        title = trc("held", "Data breaches that concern you")
        lines = tuple(
            HeldRecord(breach.ref, (*_facts(breach), *_notices(session, breach, customer_id)), at)
            for breach, at in concerned
        )
        yield HeldSection("breaches", title, 65, lines)


def _facts(breach: Breach) -> Iterator[HeldFact]:
    for key, value in (
        ("breach_kind", breach.kind.label),
        ("found_on", date_text(breach.found_on)),
        ("detail_kinds", breach.detail_text),
    ):
        yield HeldFact(PRIVACY_BREACH.field(key).title, value)


def _notices(session: Session, breach: Breach, customer_id: int) -> Iterator[HeldFact]:
    for text in records.notice_texts(session, breach.id, customer_id):
        yield HeldFact(trc("held", "What our notice said"), text, words=True)
