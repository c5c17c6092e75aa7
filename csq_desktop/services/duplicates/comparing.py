"""Two customers side by side: their fields, what would move, and what becomes of their answers."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.customers.facts import Identity, RevealReason, masked
from csq_desktop.domain.duplicates.facts import (
    CUSTOMER_CHOICES,
    IDENTITY_CHOICES,
    ComparedCustomer,
    Comparison,
    compared_fields,
)
from csq_desktop.services.customers import phones
from csq_desktop.services.duplicates import answers
from csq_desktop.services.duplicates.merging import ask, both
from csq_desktop.services.settings import lists
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.customers import customer_merges as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.texts import LANGUAGE_NAMES, tr

_LISTS = {"segment": lists.SEGMENTS, "district": lists.DISTRICTS}


def compare(session: Session, first_id: int, second_id: int) -> Comparison:
    """Two customers side by side, masked; the one added first is the first."""
    return _compared(session, first_id, second_id, is_revealed=False)


def reveal(session: Session, first_id: int, second_id: int) -> Comparison:
    """The same in full; who looked at both goes into the audit trail, as with any reveal."""
    comparison = _compared(session, first_id, second_id, is_revealed=True)
    fields = comparison.fields
    for side, name in ((comparison.first, "first"), (comparison.second, "second")):
        shown = [f.key for f in fields if f.key in IDENTITY_CHOICES and getattr(f, name)]
        detail: dict[str, object] = {"reason": RevealReason.CORRECT.value, "fields": shown}
        audit.note(session, AuditAction.REVEALED, "customer", side.id, detail)
    return comparison


def _compared(session: Session, first_id: int, second_id: int, *, is_revealed: bool) -> Comparison:
    ask(session)
    first, second = sorted(both(session, first_id, second_id), key=lambda row: row.id)
    identities = customer_records.identities(session, (first.id, second.id))
    sides = [(identities.get(row.id, Identity()), _described(row)) for row in (first, second)]
    return Comparison(
        _side(session, first),
        _side(session, second),
        compared_fields(sides[0], sides[1], _in_full if is_revealed else masked),
        _notes(session, first, second),
        is_revealed,
    )


def _in_full(identity: Identity) -> Identity:
    """The identity as people write it."""
    return replace(identity, phone=phones.as_written(identity.phone))


def _described(row: CustomerRow) -> dict[str, str]:
    """The fields besides the identity, in words."""
    values = {key: getattr(row, key) for key in CUSTOMER_CHOICES}
    words = {key: lists.label(name, values[key]) for key, name in _LISTS.items()}
    language = values["preferred_language"]
    return values | words | {"preferred_language": LANGUAGE_NAMES.get(language, language)}


def _side(session: Session, row: CustomerRow) -> ComparedCustomer:
    return ComparedCustomer(
        id=row.id,
        ref=row.ref,
        created_at=row.created_at,
        is_archived=row.archived_at is not None,
        records=records.counted(session, row.id),
    )


def _notes(session: Session, first: CustomerRow, second: CustomerRow) -> tuple[str, ...]:
    """What is decided already, whichever of the two stays."""
    opt_outs = (
        tr(
            "{purpose}: the opt-out stands. Only a new consent ends it.",
            purpose=lists.label(lists.PURPOSES, purpose),
        )
        for purpose in answers.opted_out(session, first, second)
    )
    told = [bool(row.statement_version) for row in (first, second)]
    if told[0] is told[1]:
        return tuple(opt_outs)
    once = tr("One of the two was given the collection statement: that counts for both.")
    return (*opt_outs, once)
