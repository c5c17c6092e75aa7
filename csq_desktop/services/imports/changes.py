"""Rows of the store that an import changes; what was there before is kept for undo."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from csq_desktop.services.imports.cases import DERIVED
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.imports.stored import ChangedRow
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.batches import ImportedChange
from csq_desktop.storage.records.imports.facts import Facts, FactTable

Changed = list[ChangedRow]


class RowChanges:
    """The changes of one import: who makes them, by what rules, by which fields of a file."""

    def __init__(self, session: Session, rules: ImportContext, keys: Collection[str]) -> None:
        self.session, self.rules, self.keys = session, rules, keys
        self.audit_detail = {"batch": rules.batch_id}

    def keep(self, table: FactTable, before: Mapping[int, Facts], new: Mapping[int, Facts]) -> None:
        """Put new facts in the place of the old, and remember the old."""
        import_facts.rewrite(self.session, table, before, new, detail=self.audit_detail)
        self.remember(table, before, new)

    def remember(
        self, table: FactTable, before: Mapping[int, Facts], new: Mapping[int, Facts]
    ) -> None:
        """Remember what facts were before they changed."""
        changed = [
            ImportedChange.between(row_id, before[row_id], facts) for row_id, facts in new.items()
        ]
        kept_changes = [change.without(DERIVED) for change in changed]
        records.add_changes(self.session, table.row, kept_changes, batch_id=self.rules.batch_id)
