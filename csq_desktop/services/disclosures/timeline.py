"""What was handed on about a customer, for their timeline."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.disclosures.facts import Disclosure
from csq_desktop.domain.users import Permission
from csq_desktop.services.disclosures import disclosures
from csq_desktop.storage.records.privacy import disclosures as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """To whom data went, in what form; for what purpose, for those who may read the log."""
    require(session, Permission.READ_CUSTOMERS)
    reads_words = desk_of(session).sees_identities
    for line in disclosures.without_hidden(session, records.of_customer(session, customer_id)):
        whom = line.whom if reads_words else line.recipient_kind.label
        yield TimelineItem(
            at=_moment(session, line),
            kind=TimelineKind.DISCLOSURE,
            what=tr("Disclosure ({form}): {recipient}", form=line.form.label, recipient=whom),
            note=tr(" · ").join(filter(None, (line.purpose, line.what))) if reads_words else "",
            user=line.user,
            of_day=line.by_hand,
        )


def _moment(session: Session, line: Disclosure) -> datetime:
    """When it left; of one recorded by hand nobody knows more than the day."""
    if not line.by_hand:
        return line.at
    return datetime.combine(line.day, time(23, 59, 59), desk_of(session).zone).astimezone(UTC)
