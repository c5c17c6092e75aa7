"""Rows of a file that change what the store has; what was there before is kept for undo."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.plans import ImportMapping, Plain
from csq_desktop.exchange.matching.verdicts import changes
from csq_desktop.services.imports.cases import DERIVED, Cases
from csq_desktop.services.imports.rows import Setting, consent_of
from csq_desktop.services.imports.stored import (
    COUNT_COLUMNS,
    CUSTOMER_COLUMNS,
    IDENTITY_COLUMNS,
    StoredRow,
    stored,
)
from csq_desktop.storage.audit.bulk import Kind
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.batches import Change
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.texts import tr

Planned = Sequence[tuple[Plain, ...]]
Given = dict[str, Plain]
Changed = list[tuple[StoredRow, Given]]


class Updater:
    """Changes the rows of a kind that the store has already."""

    def __init__(self, session: Session, mapping: ImportMapping, rules: Setting) -> None:
        self._session, self._mapping, self._rules = session, mapping, rules
        self._keys = mapping.keys
        self._told = {"batch": rules.batch_id}
        self._cases = Cases(rules)

    def apply(self, planned: Planned) -> None:
        """Change some rows."""
        if not planned:
            return
        found = self._found(planned)
        if self._mapping.kind is ImportKind.COMPLAINTS:
            self._change_complaints(found)
        elif self._mapping.kind is ImportKind.CUSTOMERS:
            self._change_customers(found)
        else:
            self._change_counts(found)

    def _found(self, planned: Planned) -> Changed:
        """The stored rows meant, each with the fields that differ."""
        keyed = {self._key(values): values for values in planned}
        rows = stored(self._session, self._mapping, keyed)
        return [
            (row, changes(dict(zip(self._keys, keyed[key], strict=True)), row.held))
            for key, row in rows.items()
        ]

    def _key(self, values: tuple[Plain, ...]) -> Plain | tuple[Plain, ...]:
        parts = tuple(values[self._keys.index(key)] for key in self._mapping.unique_keys)
        return parts if len(parts) > 1 else parts[0]

    def _change_complaints(self, found: Changed) -> None:
        wanted = {str(given.get("customer_reference") or "") for _, given in found} - {""}
        customers = import_facts.customers_by(self._session, "their_reference", wanted)
        new = {}
        for row, given in found:
            customer = customers.get(str(given.get("customer_reference")))
            new[row.id] = self._cases.changed(row.facts, given, customer)
        before = {row.id: row.facts for row, _ in found}
        import_facts.rewrite_complaints(self._session, before, new, told=self._told)
        self._remember(ComplaintRow, before, new)
        self._tell(found)
        for row_id in new:
            search.COMPLAINTS.index(self._session, row_id)

    def _tell(self, found: Changed) -> None:
        """A line in the history of each complaint: which fields the import changed."""
        first = ids.reserve(self._session, len(found))
        kind = self._mapping.kind
        lines = [
            (
                first + n, row.id, self._rules.now, self._rules.user_id, EventKind.IMPORTED.value,
                tr(", ").join(field_of(kind, key).title for key in given),
            )
            for n, (row, given) in enumerate(found)
        ]  # fmt: skip
        complaint_records.add_events(self._session, lines, told=self._told)

    def _change_customers(self, found: Changed) -> None:
        rows: dict[int, Facts] = {}
        identities: dict[int, Facts] = {}
        answers: list[tuple[int, Consent]] = []
        for row, given in found:
            fresh = {name: given[name] for name in CUSTOMER_COLUMNS if name in given}
            if "consent_marketing" in given:
                answer = consent_of(given["consent_marketing"])
                fresh["marketing"] = answer.value
                answers.append((row.id, answer))
            if fresh:
                rows[row.id] = row.facts | fresh
            known = {IDENTITY_COLUMNS[key]: given[key] for key in given if key in IDENTITY_COLUMNS}
            if known:
                identities[row.id] = customer_records.keyed(row.identity | known)
        self._keep(CustomerRow, {row.id: row.facts for row, _ in found}, rows)
        self._keep(IdentityRow, {row.id: row.identity for row, _ in found}, identities)
        customer_records.add_consents(self._session, answers, batch_id=self._rules.batch_id)
        for row_id in identities:
            search.CUSTOMERS.index(self._session, row_id)

    def _change_counts(self, found: Changed) -> None:
        new = {}
        for row, given in found:
            facts = row.facts | {name: given[name] for name in COUNT_COLUMNS if name in given}
            new[row.id] = facts | {
                "over_maximum": min(facts["over_maximum"], facts["missed"]),
                "entered_at": self._rules.now,
                "entered_by": self._rules.user_id,
            }
        self._keep(PledgeCountRow, {row.id: row.facts for row, _ in found}, new)

    def _keep(self, table: Kind, before: Mapping[int, Facts], new: Mapping[int, Facts]) -> None:
        import_facts.rewrite(self._session, table, new, told=self._told)
        self._remember(table, before, new)

    def _remember(self, table: Kind, before: Mapping[int, Facts], new: Mapping[int, Facts]) -> None:
        changed = [Change.between(row_id, before[row_id], facts) for row_id, facts in new.items()]
        kept = [one.without(DERIVED) for one in changed]
        records.add_changes(self._session, table, kept, batch_id=self._rules.batch_id)
