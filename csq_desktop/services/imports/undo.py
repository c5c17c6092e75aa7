"""Undoing an import: what it added goes, what it changed becomes what it was.

A later change by hand is kept: only what still is as the import left it is put back. Added rows go
whatever was done to them since, but for customers who have a complaint. A later import of the
same rows has to be undone first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.services.imports import writing
from csq_desktop.services.imports.cases import Cases, put_back
from csq_desktop.storage.audit.bulk import Kind
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import tr

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


def undo(session: Session, batch: ImportBatchRow, step: Step) -> Undone:
    """Take a batch back, whatever kind it is; `step` hears how many rows are done."""
    work = _Undo(session, batch, step)
    undoers: dict[ImportKind, Callable[[], Undone]] = {
        ImportKind.COMPLAINTS: work.complaints,
        ImportKind.CUSTOMERS: work.customers,
        ImportKind.PLEDGE_COUNTS: work.counts,
    }
    return undoers[ImportKind(batch.kind)]()


class _Undo:
    """One batch being undone."""

    def __init__(self, session: Session, batch: ImportBatchRow, step: Step) -> None:
        self._session, self._batch, self._step = session, batch, step
        self._span = (batch.first_id, batch.last_id)
        self._told = {"undone": batch.id}
        self._done = self._edited = 0

    def complaints(self) -> Undone:
        """Added complaints are withdrawn: their numbers stay given, they count nowhere."""
        cases = Cases(writing.setting(self._session, self._batch.id))
        words = tr("The import was undone.")
        with complaint_records.summed_at_the_end(self._session):
            changed = self._put_back(ComplaintRow, cases.settled)
        self._tell(changed, words)
        for row_id in changed:
            search.COMPLAINTS.index(self._session, row_id)
        gone = complaint_records.withdraw_many(self._session, self._batch.id, self._span, words)
        records.forget_changes(self._session, self._batch.id, identities=False)
        return Undone(gone, len(changed), self._edited)

    def customers(self) -> Undone:
        """Added customers are taken out of both files, all but those who have a complaint."""
        desk_of(self._session).require_identities()
        rows = self._put_back(CustomerRow)
        named = self._put_back(IdentityRow, customer_records.keyed)
        for row_id in named:
            search.CUSTOMERS.index(self._session, row_id)
        gone, used = customer_records.take_out_many(self._session, self._batch.id, self._span)
        records.forget_changes(self._session, self._batch.id, identities=True)
        return Undone(gone, len(rows.keys() | named.keys()), self._edited, used)

    def counts(self) -> Undone:
        """Added counts are deleted, unless somebody has entered another number since."""
        changed = self._put_back(PledgeCountRow)
        gone = pledge_records.remove_many(self._session, self._batch.id, self._span)
        records.forget_changes(self._session, self._batch.id, identities=False)
        edited = self._edited + self._batch.added - gone
        return Undone(gone, len(changed), edited)

    def _put_back(
        self, table: Kind, settled: Callable[[Facts], Facts] = lambda facts: facts
    ) -> dict[int, Facts]:
        """Put back what was changed in a table; gives the rows as they are now."""
        everything: dict[int, Facts] = {}
        for some in records.changes(self._session, table, self._batch.id):
            now = import_facts.facts(self._session, table, [one.object_id for one in some])
            new: dict[int, Facts] = {}
            for one in some:
                if one.object_id in now:
                    facts, edited = put_back(now[one.object_id], one.before, one.after)
                    new[one.object_id] = settled(facts)
                    self._edited += edited
            self._rewrite(table, now, new)
            everything |= new
            self._done += len(some)
            self._step(self._done)
        return everything

    def _rewrite(self, table: Kind, now: dict[int, Facts], new: dict[int, Facts]) -> None:
        if table is ComplaintRow:
            import_facts.rewrite_complaints(self._session, now, new, told=self._told)
        else:
            import_facts.rewrite(self._session, table, new, told=self._told)

    def _tell(self, changed: dict[int, Facts], words: str) -> None:
        if changed:
            desk, first = desk_of(self._session), ids.reserve(self._session, len(changed))
            kind, at = EventKind.CORRECTED.value, seconds(desk.now())
            lines = (
                (first + n, row_id, at, desk.user.id, kind, words)
                for n, row_id in enumerate(changed)
            )
            complaint_records.add_events(self._session, lines, told=self._told)
