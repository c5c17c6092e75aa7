"""Undoing an import: what it added goes, what it changed becomes what it was.

A later change by hand is kept: only what still is as the import left it is put back. Added rows go
whatever was done to them since, but for customers who have a complaint. A later import of the
same rows has to be undone first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.updates import put_back
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.facts import Facts, FactTable
from csq_desktop.storage.tables.imports import ImportBatchRow

Step = Callable[[int], None]


@dataclass(frozen=True)
class Undone:
    """What undoing did: rows taken out, rows put back, and what stays as it is now.

    `edited` rows keep a later change, `in_use` customers stay because they have a complaint.
    """

    taken_out: int
    put_back: int
    edited: int = 0
    in_use: int = 0


class Undoing:
    """One batch being undone; `edited` counts the rows that keep a later change."""

    def __init__(self, session: Session, batch: ImportBatchRow, step: Step) -> None:
        self.session, self.batch, self._step = session, batch, step
        self.span = (batch.first_id, batch.last_id)
        self.audit_detail = {"undone": batch.id}
        self.edited = self._done = 0

    def put_back(
        self, table: FactTable, settled: Callable[[Facts, Facts], Facts] = lambda facts, _: facts
    ) -> dict[int, Facts]:
        """Put back what was changed in a table; gives the rows as they are now."""
        everything: dict[int, Facts] = {}
        for some in records.changes(self.session, table.row, self.batch.id):
            now = import_facts.facts(self.session, table, [change.object_id for change in some])
            new: dict[int, Facts] = {}
            for change in some:
                if change.object_id in now:
                    facts, edited = put_back(now[change.object_id], change.before, change.after)
                    new[change.object_id] = settled(facts, now[change.object_id])
                    self.edited += edited
            self._rewrite(table, now, new)
            everything |= new
            self._done += len(some)
            self._step(self._done)
        return everything

    def _rewrite(self, table: FactTable, now: dict[int, Facts], new: dict[int, Facts]) -> None:
        if table is import_facts.COMPLAINTS:
            import_facts.rewrite_complaints(self.session, now, new, detail=self.audit_detail)
        else:
            import_facts.rewrite(self.session, table, now, new, detail=self.audit_detail)
