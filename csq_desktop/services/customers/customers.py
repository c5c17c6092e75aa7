"""Customers: adding, finding, revealing, consenting, archiving."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.customers.consents import NewAnswer
from csq_desktop.domain.customers.facts import (
    Consent,
    Customer,
    CustomerFilter,
    CustomerLine,
    Identity,
    NewCustomer,
    Revealed,
    RevealReason,
    masked,
)
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.duplicates.likeness import Likeness
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.domain.privacy.free_text import IdentitySpan
from csq_desktop.domain.privacy.private_words import REVEAL_REASON, WORDS_ID
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.phones import phone_of
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.exchange.cells.values import email_of
from csq_desktop.services import earlier_words
from csq_desktop.services.customers import consents, statements
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.records.customers import duplicates, recognition
from csq_desktop.storage.records.customers.survivors import merged_numbers, survivor_of
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.texts import tr

_KIND = "CU"


def add(session: Session, new: NewCustomer, *, strict: bool = True) -> int:
    """Keep a new customer; returns the id. `strict` refuses a telephone or e-mail that is none."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk = desk_of(session)
    desk.require_identities()
    identity = tidy(new.identity, strict=strict)
    if not any(asdict(identity).values()):
        raise UserError(tr("Enter at least a name, a telephone or an e-mail."), field="name")
    row = CustomerRow(
        id=ids.reserve(session),
        ref=written(_KIND, 0, next_number(session, _KIND, 0)),
        segment=new.segment,
        preferred_language=new.preferred_language,
        district=new.district,
        marketing=Consent.NOT_ASKED,
        created_at=desk.now(),
        created_by=desk.user.id,
    )
    if new.statement is not None:
        statements.check_telling(session, new.statement)
        statements.write_telling(session, row, new.statement)
    records.add(session, row, identity)
    if new.marketing is not Consent.NOT_ASKED:
        answer = NewAnswer(
            new.marketing,
            new.statement.day if new.statement else shop.today(session),
            channel=new.marketing_channel,
            source=new.marketing_source,
        )
        consents.record(session, row.id, answer)
    return row.id


def tidy(identity: Identity, *, strict: bool = True) -> Identity:
    """The identity with blanks cut and telephone and e-mail in one form.

    Not strict: a telephone or e-mail that cannot be read is kept in the note instead.
    """
    cut = {
        name: value.strip()[: IDENTITY.field(name).longest]
        for name, value in asdict(replace(identity, name=one_line(identity.name))).items()
    }
    tidied = Identity(**cut)
    for name, read in (("phone", phone_of), ("email", email_of)):
        value = cut[name]
        if not value:
            continue
        try:
            tidied = replace(tidied, **{name: read(value)})
        except Unreadable as fault:
            if strict:
                raise UserError(_unreadable(name, value), field=name) from fault
            tidied = replace(tidied, **{name: "", "note": f"{tidied.note} {value}".strip()})
    return tidied


def correct(session: Session, customer_id: int, identity: Identity) -> None:
    """Put a customer's identity right; the vault keeps what it was."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    customer_id = _row(session, customer_id).id
    new, stored = tidy(identity), asdict(records.identity(session, customer_id) or Identity())
    before = {key: stored[key] for key, text in asdict(new).items() if stored[key] != text}
    records.change_identity(session, customer_id, new)
    earlier_words.keep(session, IdentityRow, customer_id, before)


def describe(
    session: Session, customer_id: int, *, segment: str, preferred_language: str, district: str
) -> None:
    """Set what is known of a customer besides the identity; the trail tells both values."""
    require(session, Permission.EDIT_CUSTOMERS)
    row = _row(session, customer_id)
    typed = {"segment": segment, "preferred_language": preferred_language, "district": district}
    for key, text in typed.items():
        if text != getattr(row, key):  # what a file brought may be longer than can be typed
            CUSTOMER.field(key).check(text)
            setattr(row, key, text)


def archive(session: Session, customer_id: int) -> None:
    """Take a customer off the list; nothing is lost."""
    require(session, Permission.EDIT_CUSTOMERS)
    _row(session, customer_id).archived_at = desk_of(session).now()


def restore(session: Session, customer_id: int) -> None:
    """Bring an archived customer back; nobody brings one back who was anonymised."""
    require(session, Permission.EDIT_CUSTOMERS)
    row = _row(session, customer_id)
    if row.anonymised_at is not None:
        raise UserError(tr("This customer was anonymised: nobody is known by the number any more."))
    row.archived_at = None


def reveal(session: Session, customer_id: int, reason: RevealReason, words: str = "") -> Revealed:
    """A customer's identity in full, and what it was before it was corrected.

    Who looked, when and why goes into the audit trail.
    """
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()
    if reason is RevealReason.OTHER and not words.strip():
        raise UserError(tr("Enter why you need to see the identity."), field="words")
    customer_id = survivor_of(session, customer_id)
    identity = records.identity(session, customer_id)
    if identity is None:
        raise UserError(tr("This customer has been removed."))
    shown = [name for name, value in asdict(identity).items() if value]
    detail: dict[str, object] = {"reason": reason.value, "fields": shown}
    if explained := words.strip():
        # What was typed may name somebody, and the trail cannot forget: it stands in the vault.
        typed = {REVEAL_REASON: explained}
        (detail[WORDS_ID],) = private_words.add(session, CustomerRow, customer_id, typed)
    audit.note(session, AuditAction.REVEALED, "customer", customer_id, detail)
    earlier = earlier_words.of_record(session, IdentityRow, customer_id)
    return Revealed(customer_id, identity, earlier.get(None, ()))


def recognised(
    session: Session, text: str, progress: Callable[..., None] = lambda _done: None
) -> tuple[IdentitySpan, ...]:
    """The customers' names in a text, each with the reference where one customer alone has it.

    The first text of many customers takes seconds, a later one milliseconds.
    """
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()
    return tuple(recognition.known_names(session, partial(progress, 0.0)).spans(text))


def certain_duplicate(session: Session, identity: Identity) -> int | None:
    """The customer with the same telephone or e-mail, when there is one."""
    certain = {Likeness.PHONE, Likeness.EMAIL}
    alike = duplicates.alike(session, identity)
    return next((each.id for each in alike if certain.intersection(each.shared)), None)


def read(session: Session, customer_id: int) -> Customer:
    """A customer, masked; without the vault only the reference and consents."""
    require(session, Permission.READ_CUSTOMERS)
    row = _row(session, customer_id)
    customer_id, sees = row.id, desk_of(session).sees_identities
    identity = records.identity(session, customer_id) if sees else None
    return Customer(
        id=row.id,
        ref=row.ref,
        masked=masked(identity) if identity else None,
        segment=row.segment,
        preferred_language=row.preferred_language,
        district=row.district,
        statement_version=row.statement_version,
        statement_at=row.statement_at,
        statement_by=user_records.name_of(session, row.statement_by),
        statement_on=row.statement_on,
        statement_channel=row.statement_channel,
        marketing=row.marketing,
        consents=consent_records.of_customer(session, customer_id),
        created_at=row.created_at,
        created_by=user_records.name_of(session, row.created_by),
        archived_at=row.archived_at,
        complaints=records.complaint_counts(session, [customer_id]).get(customer_id, 0),
        anonymised_at=row.anonymised_at,
        merged=merged_numbers(session, [customer_id]).get(customer_id, ()),
    )


def line_ids(session: Session, shown: CustomerFilter, limit: int | None = None) -> "array[int]":
    """Ids of the customers a list shows, newest first."""
    require(session, Permission.READ_CUSTOMERS)
    if shown.text.strip():
        desk_of(session).require_identities()
    return records.line_ids(session, shown, limit)


def lines(session: Session, customer_ids: Sequence[int]) -> list[CustomerLine]:
    """The customers of some ids, in the order of the ids."""
    require(session, Permission.READ_CUSTOMERS)
    return records.lines(session, customer_ids)


def first_lines(session: Session, shown: CustomerFilter, limit: int) -> list[CustomerLine]:
    """The first customers of a list, newest first, at most `limit`."""
    return lines(session, line_ids(session, shown, limit))


def find(session: Session, text: str) -> tuple[FoundRecord, ...]:
    """Customers by any part, shown masked."""
    return tuple(
        FoundRecord(_masked_words(line), line.id)
        for line in first_lines(session, CustomerFilter(text=text), MOST_OF_EACH)
    )


def _masked_words(line: CustomerLine) -> str:
    words = (line.masked.name, line.masked.phone) if line.masked else ()
    return "  ".join(filter(None, (line.ref, *line.merged, *words)))


def _row(session: Session, customer_id: int) -> CustomerRow:
    row = records.get(session, customer_id)
    if row is None:
        raise UserError(tr("This customer has been removed."))
    return row


def _unreadable(name: str, value: str) -> str:
    if name == "phone":
        return tr("“{value}” is not a valid telephone number.", value=value)
    return tr("“{value}” is not a valid e-mail address.", value=value)
