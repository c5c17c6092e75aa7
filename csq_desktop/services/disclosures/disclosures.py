"""The disclosure log: every feature that hands personal data on writes a line into it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.disclosures import facts as rule
from csq_desktop.domain.disclosures.facts import (
    Disclosure,
    DisclosureFilter,
    NewDisclosure,
)
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.services import free_words
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.privacy import disclosures as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.disclosures import DisclosureRow
from csq_desktop.texts import tr

SERIES = "D"


def record(session: Session, new: NewDisclosure) -> int:
    """Write down what leaves the program, in the transaction that lets it leave; gives the id."""
    return _keep(session, new, by_hand=False)


def record_by_hand(session: Session, new: NewDisclosure) -> int:
    """Write down what somebody told or gave to others, outside the program or with its papers."""
    require(session, Permission.EDIT_CUSTOMERS)
    if not new.customer_ids:
        raise UserError(tr("Open the customer it is about first."))
    return _keep(session, new, by_hand=True)


def everything(session: Session, shown: DisclosureFilter | None = None) -> tuple[Disclosure, ...]:
    """The log, the newest first, without what names a case that is about the signed-in user.

    Who cannot see identities reads it without any in its words.
    """
    require(session, Permission.READ_AUDIT_TRAIL)
    lines = without_hidden(session, records.everything(session))
    if not desk_of(session).sees_identities:
        texts = [text for line in lines for text in (line.recipient, line.purpose)]
        clean = free_words.for_paper(session, texts).clean
        lines = tuple(
            replace(line, recipient=clean(line.recipient), purpose=clean(line.purpose))
            for line in lines
        )
    return lines if shown is None else tuple(filter(shown.lets_through, lines))


def without_hidden(session: Session, lines: Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """Some lines of the log without those for which a case is named that is about this user."""
    hidden = involved.hidden_refs(session)
    return tuple(line for line in lines if not any(ref in line.purpose for ref in hidden))


def recipients(session: Session, customer_id: int, since: date) -> tuple[Disclosure, ...]:
    """Who outside the shop received a customer's data from a day on, each recipient once.

    The customer is none of them, and of several disclosures to one the newest stands.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    own = (RecipientKind.CUSTOMER, RecipientKind.RELEVANT_PERSON, RecipientKind.SHOP)
    by_name: dict[tuple[str, str], Disclosure] = {}
    for line in records.of_customer(session, customer_id, since):
        if line.recipient_kind not in own:
            by_name.setdefault((line.recipient_kind.value, line.recipient.casefold()), line)
    return tuple(by_name.values())


def note_backup(session: Session, file_name: str) -> None:
    """One line, about nobody by name, for a file that holds the vault: a backup or a hand-over."""
    record(
        session,
        NewDisclosure(
            customer_ids=(),
            recipient="",
            recipient_kind=RecipientKind.SHOP,
            purpose=file_name,
            fields=("everything",),
            form=DisclosureForm.BACKUP,
        ),
    )


def _keep(session: Session, new: NewDisclosure, *, by_hand: bool) -> int:
    today, desk = shop.today(session), desk_of(session)
    rule.check(new, today)
    customer_ids = tuple(dict.fromkeys(new.customer_ids))
    row = DisclosureRow(
        id=ids.reserve(session),
        ref=written(SERIES, today.year, next_number(session, SERIES, today.year)),
        day=new.day or today,
        at=desk.now(),
        user_id=desk.user.id,
        recipient_kind=new.recipient_kind,
        recipient=one_line(new.recipient),
        purpose=one_line(new.purpose),
        fields=" ".join(dict.fromkeys(new.fields)),
        authority=new.authority,
        form=new.form,
        customers=len(customer_ids),
        by_hand=by_hand,
    )
    records.add(session, row, customer_ids)
    return row.id
