"""To whom a customer's data went, for the copy of an access request."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.storage.records.privacy import disclosures as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr, trc


def held(session: Session, customer_id: int) -> Iterator[HeldSection]:
    """Every line of the disclosure log about the customer, the oldest first."""
    require(session, Permission.REVEAL_IDENTITIES)
    lines = records.of_customer(session, customer_id)[::-1]
    yield HeldSection(
        "disclosures",
        trc("held", "To whom your data went"),
        60,
        tuple(
            HeldRecord(
                date_text(line.day),
                (
                    HeldFact(trc("held", "Recipient"), line.whom, words=True),
                    HeldFact(tr("Fields"), line.what),
                    HeldFact(tr("Purpose"), line.purpose, words=True),
                    HeldFact(tr("On what authority"), line.authority.label),
                    HeldFact(tr("Form"), line.form.label),
                ),
                line.at,
            )
            for line in lines
        ),
    )
