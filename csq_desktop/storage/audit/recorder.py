"""The session that writes: what the ORM inserts, changes and deletes goes into the audit trail."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import InstanceState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.audit import chain, digests
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import Audited, Row, VaultRow, canonical

Fields = dict[str, Any]
LONGEST_SAID = 2_000


class RecordedSession(Session):
    """A session whose flushes are the only way of single rows into audited tables."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write pending changes, and an audit entry for each row."""
        with gate.opened(self):
            super().flush(objects)


@dataclass(frozen=True)
class _RowWrite:
    """One row that a flush wrote: its fields before and after, as far as they say something."""

    action: AuditAction
    row: Audited
    before: Fields
    after: Fields

    @property
    def hidden(self) -> frozenset[str]:
        """The fields the trail must not print."""
        return digests.hidden_fields(_kind(self.row)).intersection(self.before.keys() | self.after)


@event.listens_for(RecordedSession, "after_flush")
def _record(session: Session, _work: UOWTransaction) -> None:
    rows = [
        *(_RowWrite(AuditAction.CREATED, row, {}, _values(row)) for row in session.new),
        *(_RowWrite(AuditAction.CHANGED, row, *_changes(row)) for row in session.dirty),
        *(_RowWrite(AuditAction.REMOVED, row, _values(row), {}) for row in session.deleted),
    ]
    written = [each for each in rows if each.before or each.after]
    desk_of(session).topics.update(each.row.__topic__ for each in written)
    audited = [each for each in written if each.row.__audit__ is not None]
    salts = _salts(session.connection(), audited)
    chain.append(session, [_entry(each, salts) for each in audited])


@event.listens_for(RecordedSession, "before_commit")
def _sign(session: Session) -> None:
    if not session.in_nested_transaction():  # a savepoint is no commit yet
        session.flush()
        chain.sign(session)


def _salts(connection: Connection, writes: Iterable[_RowWrite]) -> dict[tuple[Kind, int], bytes]:
    """The salt of each record some hidden field of which was written."""
    records: dict[tuple[Kind, AuditAction], list[int]] = {}
    for each in writes:
        if each.hidden:
            place = (_kind(each.row), each.action)
            records.setdefault(place, []).append(_record_number(each.row))
    salts: dict[tuple[Kind, int], bytes] = {}
    for (kind, action), numbers in records.items():
        shelf = digests.SaltShelf(connection, kind)
        if action is AuditAction.REMOVED:
            shelf.forget(numbers)
        else:
            take = shelf.renew if action is AuditAction.CREATED else shelf.ensure
            salts |= {(kind, record): salt for record, salt in take(numbers).items()}
    return salts


def _entry(write: _RowWrite, salts: Mapping[tuple[Kind, int], bytes]) -> chain.NewAuditEntry:
    row = write.row
    salt = salts.get((_kind(row), _record_number(row)), b"")
    return chain.NewAuditEntry(write.action, row.__audit__, _number(row), _detail(write, salt))


def _detail(write: _RowWrite, salt: bytes) -> dict[str, object]:
    detail: dict[str, object] = {}
    hidden = write.hidden
    for word, fields in (("from", write.before), ("to", write.after)):
        audited = {name: brief(value) for name, value in fields.items() if name not in hidden}
        if audited:
            detail[word] = audited
    if hidden:
        detail["fields"] = _digests(write, salt) if write.after else sorted(hidden)
    if _number(write.row) is None:
        detail["key"] = _key(write.row)
    return detail


def _digests(write: _RowWrite, salt: bytes) -> dict[str, str]:
    """Per hidden field, what stands for its value now."""
    bind = digests.binders(_kind(write.row))
    return {
        name: digests.digest(salt, name, bind[name](write.after[name])).hex()
        for name in write.hidden
    }


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


def _record_number(row: Audited) -> int:
    return digests.record_number(_key(row)[0])


def _kind(row: Audited) -> Kind:
    assert isinstance(row, Row | VaultRow)
    return type(row)


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
