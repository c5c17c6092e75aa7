"""Imports of customers: matched by number, telephone or e-mail, erased by undoing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.consents import MARKETING
from csq_desktop.domain.customers.facts import Consent, Identity
from csq_desktop.domain.customers.fields import CONSENT_COLUMNS, CUSTOMER, IDENTITY
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Plain
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.words.numbers import filed
from csq_desktop.exchange.matching.sameness import Key, Twin
from csq_desktop.exchange.matching.verdicts import AnySpelling, Held
from csq_desktop.services.imports.changes import Changed, RowChanges
from csq_desktop.services.imports.kinds import consent_cells
from csq_desktop.services.imports.kinds.consent_cells import (
    GIVEN,
    answers_of,
    consent_of,
    news,
    of_changed_row,
)
from csq_desktop.services.imports.kinds.kind import Answers, RowKind
from csq_desktop.services.imports.rows import ImportContext, origin_of
from csq_desktop.services.imports.stored import (
    StoredRow,
    as_they_come,
    by_any_number,
    numbers,
    texts,
    told_apart,
)
from csq_desktop.services.imports.undo import Undoing, Undone
from csq_desktop.services.imports.writing import ChunkWriter, Planned
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints.references import next_numbers, written
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers.survivors import survivors
from csq_desktop.storage.records.exports import kinds as exports
from csq_desktop.storage.records.exports.reading import ExportSource
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions.desk import desk_of

_COLUMNS = (
    "id", "ref", "batch_id", "segment", "preferred_language", "district", "statement_version",
    "marketing", "created_at", "created_by", "origin",
)  # fmt: skip
_IDENTITY_COLUMNS = as_they_come(IDENTITY.fields)
_CUSTOMER_COLUMNS = tuple(as_they_come(CUSTOMER.fields))
_ANSWERS = {columns.answer for columns in CONSENT_COLUMNS.values()}
_LISTS = {"segment": lists.SEGMENTS, "district": lists.DISTRICTS}
Fields = Mapping[str, Any]


class Customers(RowKind):
    """Customers with their identities; only who holds the vault's key can bring them."""

    kind: ClassVar[ImportKind] = ImportKind.CUSTOMERS
    source: ClassVar[ExportSource] = exports.CUSTOMERS

    def listed(self, session: Session) -> dict[str, dict[str, str]]:
        return {key: lists.file_words(name) for key, name in _LISTS.items()}

    def written(self, session: Session, field: TargetField) -> Callable[[Any], Any]:
        if field.finds:
            return partial(filed, branch=shop.branch_code(session))
        if field.key in _LISTS:
            return partial(lists.label, _LISTS[field.key])
        return GIVEN.get if field.key in _ANSWERS else super().written(session, field)

    def answers(self, session: Session) -> Answers:
        desk_of(session).require_identities()
        return Answers(twins=partial(_twins, session))

    def stored(
        self, session: Session, mapping: ImportMapping, keys: Iterable[Key]
    ) -> Mapping[Any, StoredRow]:
        return _customers(session, mapping, [*keys])

    def writer(self, session: Session, keys: Sequence[str], rules: ImportContext) -> ChunkWriter:
        return CustomerWriter(session, keys, rules)

    def change(self, work: RowChanges, changed: Changed) -> None:
        rows: dict[int, Facts] = {}
        identities: dict[int, Facts] = {}
        stands = self._take_answers(work, changed)
        for row, values, _ in changed:
            fresh = {name: values[name] for name in _CUSTOMER_COLUMNS if name in values}
            if row.id in stands and stands[row.id].value != row.facts["marketing"]:
                fresh["marketing"] = stands[row.id].value
            if fresh:
                rows[row.id] = row.facts | fresh
            contact = {
                _IDENTITY_COLUMNS[key]: values[key] for key in values if key in _IDENTITY_COLUMNS
            }
            if contact:
                identities[row.id] = customer_records.keyed(row.identity | contact)
        stored = [row.stored for row in changed]
        work.keep(import_facts.CUSTOMERS, {row.id: row.facts for row in stored}, rows)
        work.keep(import_facts.IDENTITIES, {row.id: row.identity for row in stored}, identities)
        for row_id in identities:
            search.CUSTOMERS.index(work.session, row_id)

    def _take_answers(self, work: RowChanges, changed: Changed) -> dict[int, Consent]:
        """Keep what the file says that customers answered; where they stand then by the rule."""
        answers = [
            answer
            for row in changed
            for answer in answers_of(row.stored.id, of_changed_row(row), work.rules.now)
        ]
        fresh = news(work.session, answers)
        consent_records.add_many(work.session, fresh, detail=work.audit_detail)
        answered = {answer.customer_id for answer in fresh}
        return consent_records.standing(work.session, answered, MARKETING)

    def undo(self, work: Undoing) -> Undone:
        """Added customers are taken out of both files, all but those who have a complaint."""
        desk_of(work.session).require_identities()
        rows = work.put_back(import_facts.CUSTOMERS)
        named = work.put_back(
            import_facts.IDENTITIES, lambda facts, _: customer_records.keyed(facts)
        )
        for row_id in named:
            search.CUSTOMERS.index(work.session, row_id)
        answered = consent_records.take_back(work.session, work.batch, rows.keys())
        consent_records.settle(work.session, answered, detail=work.audit_detail)
        gone, used = customer_records.take_out_many(work.session, work.batch.id, work.span)
        records.forget_changes(work.session, work.batch.id, identities=True)
        return Undone(gone, len(rows.keys() | named.keys()), work.edited, used)


class CustomerWriter(ChunkWriter):
    """Keeps customers and their identities."""

    def add(self, planned: Planned) -> None:
        """Keep some customers."""
        if not planned:
            return
        first = self.reserve(len(planned))
        numbers = next_numbers(self.session, "CU", 0, len(planned))
        rows = [
            customer_row(first + n, written("CU", 0, number), values, self.rules)
            for n, (number, values) in enumerate(zip(numbers, self.fields(planned), strict=True))
        ]
        columns = _COLUMNS
        customer_records.add_many(self.session, rows, columns, detail=self.audit_detail)
        if any(columns.answer in self.keys for columns in CONSENT_COLUMNS.values()):
            answers = (
                answer
                for n, cells in enumerate(self.fields(planned))
                for answer in answers_of(first + n, cells, self.rules.now)
            )
            consent_records.add_many(self.session, answers, detail=self.audit_detail)


def _customers(
    session: Session, mapping: ImportMapping, keys: Sequence[Key]
) -> dict[Key, StoredRow]:
    key = mapping.unique_by or "reference"
    found = import_facts.customers_by(session, _IDENTITY_COLUMNS[key], texts(keys))
    stored, ids = told_apart(found)
    own = numbers(keys)
    by_number = by_any_number(session, import_facts.CUSTOMERS, own)
    ids |= {own[ref]: row_id for ref, row_id in by_number.items()}
    leads = survivors(session, set(ids.values()))
    every = {*ids.values(), *leads.values()}
    facts = import_facts.facts(session, import_facts.CUSTOMERS, every)
    identities = import_facts.facts(session, import_facts.IDENTITIES, every)
    no_news = consent_cells.held(session, every, mapping.keys)
    for value, own_id in ids.items():
        row_id = leads.get(own_id, own_id)
        customer, identity = facts[row_id], identities[row_id]
        held: dict[str, Held] = {**_held(customer, identity)}
        if row_id != own_id:
            held = _either(_held(customer, identity), _held(facts[own_id], identities[own_id]))
        key_column = _IDENTITY_COLUMNS[key]
        held[key] = AnySpelling(identity[key_column], (identities[own_id][key_column],))
        held |= no_news[row_id]
        stored[value] = StoredRow(row_id, customer, held, identity)
    return stored


def _held(customer: Facts, identity: Facts) -> dict[str, Plain]:
    """What the columns of a file say of a customer."""
    held: dict[str, Plain] = {name: customer[name] for name in _CUSTOMER_COLUMNS}
    return held | {name: identity[column] for name, column in _IDENTITY_COLUMNS.items()}


def _either(held: Mapping[str, Plain], merged: Mapping[str, Plain]) -> dict[str, Held]:
    """What is no news of a customer by the number of one who was merged into it.

    The other program knows both still, and each of its lists says what was chosen against here.
    Only what it says anew is news.
    """
    return {name: frozenset((value, merged[name])) for name, value in held.items()}


def customer_row(
    row_id: int, ref: str, values: Fields, setting: ImportContext
) -> tuple[tuple[Any, ...], Identity]:
    """A new customer's row and identity out of planned fields."""
    since = values.get("first_seen")
    created = setting.now
    if since:
        created = int(datetime.fromisoformat(str(since)).replace(tzinfo=UTC).timestamp())
    row = (
        row_id, ref, setting.batch_id, values.get("segment") or "",
        values.get("preferred_language") or "", values.get("district") or "", "",
        consent_of(values.get("consent_marketing")).value, created, setting.user_id,
        origin_of(values.get("number_here"), setting.branch),
    )  # fmt: skip
    return row, identity_of(values)


def identity_of(values: Fields) -> Identity:
    """The identity among planned fields."""
    texts = {column: str(values.get(key) or "") for key, column in _IDENTITY_COLUMNS.items()}
    return Identity(**texts)


def _twins(session: Session, key: str, values: Collection[str]) -> dict[str, Twin]:
    twins = import_facts.twins(session, key, values)
    return {value: Twin(ref, name) for value, (ref, name) in twins.items()}


KIND = Customers()
