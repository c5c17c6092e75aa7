"""Undoing an import: what it added goes, what it changed becomes what it was."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.customers import Consent, Identity
from csq_desktop.domain.imports import ImportKind
from csq_desktop.domain.pledges import DayCount
from csq_desktop.errors import UserError
from csq_desktop.services.import_updates import KEPT, settle
from csq_desktop.storage.desk import desk_of
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records import imports as records
from csq_desktop.storage.records import pledges as pledge_records
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.texts import tr

_MOMENTS = frozenset(name for name in KEPT if name.endswith("_at"))


def undo(session: Session, batch: ImportBatchRow) -> None:
    """Take a batch back, whatever kind it is."""
    undoers: dict[ImportKind, Callable[[Session, ImportBatchRow], None]] = {
        ImportKind.COMPLAINTS: _undo_complaints,
        ImportKind.CUSTOMERS: _undo_customers,
        ImportKind.PLEDGE_COUNTS: _undo_counts,
    }
    undoers[ImportKind(batch.kind)](session, batch)


def _undo_complaints(session: Session, batch: ImportBatchRow) -> None:
    """Added complaints are withdrawn: their numbers stay given, they count nowhere."""
    for change in records.changes(session, batch.id):
        row = complaint_records.get(session, change.object_id)
        if row is not None:
            before: Any = change.before
            with session.no_autoflush:
                for name in KEPT:
                    setattr(row, name, _moment(name, before[name]))
            settle(session, row)
            complaint_records.reindex(session, row.id)
    span = (batch.first_id, batch.last_id)
    complaint_records.withdraw_many(session, batch.id, span, desk_of(session).now())


def _undo_customers(session: Session, batch: ImportBatchRow) -> None:
    """Added customers are taken out whole; one who has a complaint meanwhile is archived."""
    desk = desk_of(session)
    desk.require_identities()
    for vault_change in records.vault_changes(session, batch.id):
        known: Any = vault_change.before
        customer_records.change_identity(session, vault_change.customer_id, Identity(**known))
    for change in records.changes(session, batch.id):
        row = customer_records.get(session, change.object_id)
        before: Any = change.before
        if row is not None:
            for name in records.CUSTOMER_COLUMNS:
                setattr(row, name, before[name])
            row.marketing = Consent(before["marketing"])
    session.flush()
    span = (batch.first_id, batch.last_id)
    customer_records.take_out_many(session, batch.id, span, desk.now())


def _undo_counts(session: Session, batch: ImportBatchRow) -> None:
    for change in records.changes(session, batch.id):
        before: Any = dict(change.before) if isinstance(change.before, dict) else {}
        if not before:
            raise UserError(tr("This import cannot be undone: its record is damaged."))
        day = date.fromisoformat(before.pop("day"))
        pledge_records.put_count(session, DayCount(change.object_id, day, **before))
    span = (batch.first_id, batch.last_id)
    pledge_records.remove_many(session, batch.id, span)


def _moment(name: str, value: Any) -> Any:
    if name in _MOMENTS and value is not None:
        return datetime.fromtimestamp(value, UTC)
    return value
