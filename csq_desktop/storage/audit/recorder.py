"""The session that writes: what the ORM inserts, changes and deletes goes into the audit trail."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.audit import chain
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import Audited, canonical

Fields = dict[str, Any]
LONGEST_SAID = 2_000


class RecordedSession(Session):
    """A session whose flushes are the only way of single rows into audited tables."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write pending changes, and an audit entry for each row."""
        with gate.opened(self):
            super().flush(objects)


@event.listens_for(RecordedSession, "after_flush")
def _record(session: Session, _work: UOWTransaction) -> None:
    entries = [
        *_entries(AuditAction.CREATED, ((row, {}, _values(row)) for row in session.new)),
        *_entries(AuditAction.CHANGED, ((row, *_changes(row)) for row in session.dirty)),
        *_entries(AuditAction.REMOVED, ((row, _values(row), {}) for row in session.deleted)),
    ]
    audited = [entry for entry, topic in entries if entry is not None]
    desk_of(session).topics.update(topic for _, topic in entries)
    chain.append(session, audited)


@event.listens_for(RecordedSession, "before_commit")
def _sign(session: Session) -> None:
    if not session.in_nested_transaction():  # a savepoint is no commit yet
        session.flush()
        chain.sign(session)


def _entries(
    action: AuditAction, rows: Iterable[tuple[Audited, Fields, Fields]]
) -> Iterable[tuple[chain.NewAuditEntry | None, str]]:
    for row, before, after in rows:
        if before or after:
            yield _entry(action, row, before, after), row.__topic__


def _entry(
    action: AuditAction, row: Audited, before: Fields, after: Fields
) -> chain.NewAuditEntry | None:
    if row.__audit__ is None:
        return None
    return chain.NewAuditEntry(action, row.__audit__, _number(row), _detail(row, before, after))


def _detail(row: Audited, before: Fields, after: Fields) -> dict[str, object]:
    detail: dict[str, object] = {}
    unsaid = {name for name in {*before, *after} if row.__identity__ or name in row.__unsaid__}
    for word, fields in (("from", before), ("to", after)):
        audited = {name: brief(value) for name, value in fields.items() if name not in unsaid}
        if audited:
            detail[word] = audited
    if unsaid:
        detail["fields"] = sorted(unsaid)
    if _number(row) is None:
        detail["key"] = _key(row)
    return detail


def brief(value: Any) -> Any:
    """The value, or its digest where it is longer than a reader of the trail wants."""
    text = value if isinstance(value, str) else canonical(value) if _is_json(value) else ""
    if len(text) <= LONGEST_SAID:
        return value
    return f"sha256 {hashlib.sha256(text.encode()).hexdigest()}, {len(text)} characters"


def _is_json(value: Any) -> bool:
    return isinstance(value, dict | list)


def _number(row: Audited) -> int | None:
    """The row's number where one number is its whole key."""
    key = _key(row)
    return key[0] if len(key) == 1 and isinstance(key[0], int) else None


def _key(row: Audited) -> list[Any]:
    return list(inspect(row).mapper.primary_key_from_instance(row))


def _values(row: Audited) -> Fields:
    """The row's fields that say something."""
    state = inspect(row)
    # Not getattr: an attribute that is not loaded would be queried in the middle of a flush.
    held = {name: state.dict.get(name) for name in _fields(state)}
    return {name: value for name, value in held.items() if value not in (None, "")}


def _changes(row: Audited) -> tuple[Fields, Fields]:
    before, after = {}, {}
    for name in _fields(inspect(row)):
        # The value before is there even where it was never read: row.py has it loaded first.
        history = get_history(row, name)
        if history.added:
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = history.added[0]
    return before, after


def _fields(state: InstanceState[Any]) -> list[str]:
    return [attribute.key for attribute in state.mapper.column_attrs]
