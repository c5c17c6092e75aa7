"""What the store has already of the rows of a file, in the plain form that plans compare."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.fields import RecordField
from csq_desktop.domain.imports.fields import ImportKind, targets
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.exchange.matching.sameness import Key
from csq_desktop.exchange.matching.verdicts import Held
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow


def _as_they_come(fields: Iterable[RecordField], *, but: str = "") -> dict[str, str]:
    """Field of an import → its column, for those that are stored as they come."""
    plain = (one for one in fields if one.file is not None and one.file.kind is None)
    return {one.key: one.column for one in targets(plain) if one.column and one.key != but}


COMPLAINT_COLUMNS = _as_they_come(COMPLAINT.fields, but="status")
IDENTITY_COLUMNS = _as_they_come(IDENTITY.fields)
CUSTOMER_COLUMNS = tuple(_as_they_come(CUSTOMER.fields))
COUNT_COLUMNS = tuple(_as_they_come(PLEDGE_COUNT.fields, but="day"))
UNDER_WAY = frozenset((State.ASSESSED.value, State.INVESTIGATING.value))
_OVER = (State.ANSWERED.value, State.CLOSED.value)
_WORDS = frozenset(state.value for state in State)
CONSENT_GIVEN = {Consent.AGREED.value: True, Consent.REFUSED.value: False}


@dataclass(frozen=True)
class StoredRow:
    """A row of the store: its id, its facts by table, and its fields as a plan compares them."""

    id: int
    facts: Facts
    held: Mapping[str, Held]
    identity: Facts = field(default_factory=dict)


def stored(session: Session, mapping: ImportMapping, keys: Iterable[Key]) -> dict[Any, StoredRow]:
    """The rows that have one of these keys."""
    if mapping.kind is ImportKind.COMPLAINTS:
        return dict(_complaints(session, _texts(keys)))
    if mapping.kind is ImportKind.CUSTOMERS:
        return dict(_customers(session, mapping.unique_by or "reference", _texts(keys)))
    return dict(_counts(session, _pairs(keys)))


def _complaints(session: Session, keys: Collection[str]) -> dict[str, StoredRow]:
    ids = import_facts.complaints_by_reference(session, keys)
    facts = import_facts.facts(session, ComplaintRow, ids.values())
    rounds = import_facts.last_rounds(session, facts.keys())
    linked = {one["customer_id"] for one in facts.values() if one["customer_id"]}
    names = import_facts.references_of(session, linked)
    return {
        key: StoredRow(
            row_id,
            facts[row_id],
            {
                **_case(facts[row_id], rounds.get(row_id)),
                "customer_reference": names.get(facts[row_id]["customer_id"], ""),
            },
        )
        for key, row_id in ids.items()
    }


def _case(facts: Facts, before: Facts | None) -> dict[str, Held]:
    """A complaint's fields; after a reopening the outcome of the round before is no news."""
    held: dict[str, Held] = {}
    for key, column in COMPLAINT_COLUMNS.items():
        earlier = before.get(column) if before else None
        held[key] = frozenset((facts[column], earlier)) if earlier else facts[column]
    if facts["state"] not in _OVER:
        held["status"] = _WORDS - UNDER_WAY | {facts["state"]}
    return held


def _customers(session: Session, key: str, keys: Collection[str]) -> dict[str, StoredRow]:
    ids = import_facts.customers_by(session, IDENTITY_COLUMNS[key], keys)
    facts = import_facts.facts(session, CustomerRow, ids.values())
    identities = import_facts.facts(session, IdentityRow, ids.values())
    found = {}
    for value, row_id in ids.items():
        known, identity = facts[row_id], identities[row_id]
        held: dict[str, Held] = {name: known[name] for name in CUSTOMER_COLUMNS}
        held |= {name: identity[column] for name, column in IDENTITY_COLUMNS.items()}
        held["consent_marketing"] = CONSENT_GIVEN.get(known["marketing"])
        found[value] = StoredRow(row_id, known, held, identity)
    return found


def _counts(
    session: Session, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredRow]:
    ids = import_facts.counts_by_day(session, keys)
    facts = import_facts.facts(session, PledgeCountRow, ids.values())
    return {
        key: StoredRow(row_id, facts[row_id], {name: facts[row_id][name] for name in COUNT_COLUMNS})
        for key, row_id in ids.items()
    }


def _texts(keys: Iterable[Key]) -> list[str]:
    return [key for key in keys if isinstance(key, str) and key]


def _pairs(keys: Iterable[Key]) -> list[tuple[str, str]]:
    return [(str(key[0]), str(key[1])) for key in keys if isinstance(key, tuple) and all(key)]
