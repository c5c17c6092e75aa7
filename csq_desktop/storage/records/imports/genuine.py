"""Whether what the store remembers of imports is what its program wrote, for who may import.

Staff hold the store's key: they can put in a batch and what it is said to have changed, or change
a batch of somebody else, and undoing it would write that in the name of whoever undoes it.
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.storage.audit.proof import SupervisorsWork
from csq_desktop.storage.audit.reconcile import ComparedRow, TableComparison
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.imports import (
    ImportBatchRow,
    ImportChangeRow,
    SavedMappingRow,
    VaultImportChangeRow,
)


def is_genuine(session: Session, batch_id: int) -> bool:
    """Whether a batch and all it changed are as the trail tells, by supervisors alone.

    A minute per million changes. Nothing the trail does not know is taken for genuine.
    """
    session.flush()
    entries: dict[int, int] = {}
    for comparison, row, is_own in _rows(session, batch_id):
        if is_own and not _is_as_told(comparison, row):
            return False
        entries.update((sequence, user_id) for sequence, user_id, *_ in row.entries)
    return SupervisorsWork(session).includes(entries.items())


def genuine_mappings(session: Session) -> list[int]:
    """The saved matchings that are as supervisors saved them: by another, columns change places."""
    session.flush()
    comparison, work = TableComparison(session, SavedMappingRow), SupervisorsWork(session)
    return [
        row.key
        for row in comparison.rows()
        if row.held is not None
        and _is_as_told(comparison, row)
        and work.includes((sequence, user_id) for sequence, user_id, *_ in row.entries)
    ]


def _is_as_told(comparison: TableComparison, row: ComparedRow) -> bool:
    """Whether a row is as the trail tells, which knows of each of its fields."""
    return not any(comparison.judged(row)) and not comparison.unknown_fields(row)


def _rows(session: Session, batch_id: int) -> Iterator[tuple[TableComparison, ComparedRow, bool]]:
    """The batch and its changes, and whatever was removed among these: it may have been one."""
    batch = TableComparison(session, ImportBatchRow)
    yield from ((batch, row, True) for row in batch.rows(batch_id, batch_id))
    kinds: list[type[ImportChangeRow | VaultImportChangeRow]] = [ImportChangeRow]
    if desk_of(session).sees_identities:
        kinds.append(VaultImportChangeRow)
    for kind in kinds:
        # An import reserves the numbers of its changes after its own.
        query = select(func.min(kind.id)).where(kind.batch_id == batch_id)
        first = min(batch_id, session.scalar(query) or batch_id)
        changes = TableComparison(session, kind)
        for row in changes.rows(first):
            is_own = changes.may_hold(row, "batch_id", batch_id)
            if is_own or row.held is None:
                yield changes, row, is_own
