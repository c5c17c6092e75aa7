"""Customers merged into others: whose records moved, each change by itself, and back again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, object_mapper

from csq_desktop.domain.duplicates.facts import MergedCustomer
from csq_desktop.domain.duplicates.merging import MergeChange
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records import private_words
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.customers.duplicates import CustomerMergeChangeRow, CustomerMergeRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from csq_desktop.storage.tables.row import ROWS, Row, table_of
from csq_desktop.storage.tables.store import UserRow

C, M, K = CustomerRow, CustomerMergeRow, CustomerMergeChangeRow
LINKS = ("customer_id", "merged_into")
"""The columns of store.db that say which customer a record is of, whatever feature has it."""
FIXED = frozenset({"disclosed_customer"})
"""Logs that nothing changes: they go on naming whom they named, and are read of both."""
_FIELDS = (K.id, K.record, K.object_id, K.field, K.before, K.after)


@dataclass(frozen=True)
class StoredMerge:
    """A merge that stands or was taken back."""

    id: int
    survivor_id: int
    merged_id: int
    at: datetime
    unmerged_at: datetime | None


def linked_tables() -> list[tuple[type[Row], str]]:
    """The tables whose records are of customers, each with the column that says whose."""
    mappers = sorted(Row.registry.mappers, key=lambda mapper: mapper.class_.__tablename__)
    return [
        (mapper.class_, name)
        for mapper in mappers
        for name in LINKS
        if name in mapper.columns and mapper.class_.__tablename__ not in FIXED
    ]


def counted(session: Session, customer_id: int) -> tuple[tuple[str, int], ...]:
    """How many records of each table a customer has; tables with none are left out."""
    counts = []
    for kind, column in linked_tables():
        query = select(func.count()).select_from(kind).where(getattr(kind, column) == customer_id)
        if n := session.scalar(query):
            counts.append((table_of(kind).name, n))
    return tuple(counts)


def add(session: Session, survivor_id: int, merged_id: int) -> int:
    """Keep that a customer was merged into another."""
    desk = desk_of(session)
    row = M(
        id=ids.reserve(session),
        survivor_customer_id=survivor_id,
        merged_customer_id=merged_id,
        at=desk.now(),
        user_id=desk.user.id,
    )
    session.add(row)
    session.flush()
    return row.id


def move(session: Session, merge_id: int, merged_id: int, survivor_id: int) -> list[Row]:
    """Give everything of one customer to another, and keep what moved; gives what did."""
    moved: list[Row] = []
    for kind, column in linked_tables():
        for row in session.scalars(select(kind).where(getattr(kind, column) == merged_id)):
            change(session, merge_id, row, column, survivor_id)
            moved.append(row)
    return moved


def change(session: Session, merge_id: int, row: Row, field: str, value: Any) -> None:
    """Set one field of a record, and keep what it said; the same again is no change."""
    before = getattr(row, field)
    if before == value:
        return
    setattr(row, field, value)
    # In a list, for an empty text says nothing to the trail, which would miss it in the row.
    values = {"before": [bulk.stored(before)], "after": [bulk.stored(value)]}
    _keep(session, K(merge_id=merge_id, field=field, **values), row)


def added(session: Session, merge_id: int, row_id: int, kind: type[Row]) -> None:
    """Keep that the merge added a record."""
    _keep(session, K(merge_id=merge_id), session.get_one(kind, row_id))


def change_identity(session: Session, merge_id: int, row: IdentityRow, field: str) -> None:
    """Keep what a field of an identity says before it is changed, in the vault."""
    before = getattr(row, field)
    words_id = None
    if before:
        words = {field: before}
        (words_id,) = private_words.add(session, IdentityRow, row.customer_id, words)
    _keep(session, K(merge_id=merge_id, field=field, words_id=words_id), row)


def _keep(session: Session, change: CustomerMergeChangeRow, row: Row | IdentityRow) -> None:
    change.id, change.record = ids.reserve(session), str(row.__tablename__)
    (change.object_id,) = object_mapper(row).primary_key_from_instance(row)
    session.add(change)


def get(session: Session, merge_id: int) -> StoredMerge | None:
    """A merge."""
    row = session.get(M, merge_id)
    if row is None:
        return None
    return StoredMerge(
        row.id, row.survivor_customer_id, row.merged_customer_id, row.at, row.unmerged_at
    )


def is_known(session: Session, customer_id: int) -> bool:
    """Whether anybody knows still who a merged customer was: neither erased nor anonymised."""
    row = session.get(C, customer_id)
    there = row is not None and row.anonymised_at is None
    return there and session.get(IdentityRow, customer_id) is not None


def into(session: Session, survivor_id: int) -> tuple[MergedCustomer, ...]:
    """Who was merged into a customer and still is, the latest first."""
    query = (
        select(M.id, C.ref, M.at, UserRow.name)
        .join(C, C.id == M.merged_customer_id)
        .outerjoin(UserRow, UserRow.id == M.user_id)
        .where(M.unmerged_at.is_(None), C.merged_into == survivor_id)
        .order_by(M.at.desc(), M.id.desc())
    )
    return tuple(MergedCustomer(*row[:3], row[3] or "") for row in session.execute(query))


def lines_of(session: Session, customer_id: int) -> list[tuple[CustomerMergeRow, str, str]]:
    """Every merge of a customer, taken back or not, with both numbers: the survivor's first."""
    survivor, merged = C.__table__.alias(), C.__table__.alias()
    query = (
        select(M, survivor.c.ref, merged.c.ref)
        .join(survivor, survivor.c.id == M.survivor_customer_id)
        .join(merged, merged.c.id == M.merged_customer_id)
        .where(or_(M.survivor_customer_id == customer_id, M.merged_customer_id == customer_id))
        .order_by(M.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def changes(session: Session, merge_id: int) -> list[MergeChange]:
    """What a merge changed, in the order in which it did."""
    query = select(*_FIELDS).where(K.merge_id == merge_id).order_by(K.id)
    return [_change(row) for row in session.execute(query)]


def _change(row: Sequence[Any]) -> MergeChange:
    before, after = (value[0] if isinstance(value, list) else value for value in row[4:])
    return MergeChange(row[0], row[1], row[2], row[3], before, after)


def later(session: Session, merge_id: int) -> dict[tuple[str, int, str], list[MergeChange]]:
    """What merges that stand changed again of what an earlier one changed, by field."""
    ours = select(K.object_id).where(K.merge_id == merge_id)
    query = (
        select(*_FIELDS)
        .join(M, M.id == K.merge_id)
        .where(K.merge_id > merge_id, M.unmerged_at.is_(None), K.object_id.in_(ours))
        .order_by(K.id)
    )
    by_cell: dict[tuple[str, int, str], list[MergeChange]] = {}
    for row in session.execute(query):
        again = _change(row)
        by_cell.setdefault(again.cell, []).append(again)
    return by_cell


def brought_later(session: Session, merge_id: int, kind: type[Row]) -> set[int]:
    """The records of a kind that merges after this one moved or added."""
    query = select(K.object_id).where(K.record == kind.__tablename__, K.merge_id > merge_id)
    return set(session.scalars(query))


def row_of(session: Session, change: MergeChange) -> Any:
    """The record that a change is of; None where it is gone."""
    kind = ROWS.get(change.record)
    return None if kind is None else session.get(kind, change.object_id)


def put_back(session: Session, row: Any, change: MergeChange) -> None:
    """Let a field say again what it said before."""
    setattr(row, change.field, _read(session, row, change))


def _read(session: Session, row: Any, change: MergeChange) -> Any:
    """A stored value as the field has it in this program."""
    if change.record == IdentityRow.__tablename__:
        return words_before(session, change.id)
    dialect = session.connection().dialect
    kind = table_of(type(row)).columns[change.field].type.dialect_impl(dialect)
    read = kind.result_processor(dialect, None)
    return change.before if read is None else read(change.before)


def words_before(session: Session, change_id: int) -> str:
    """What a field of an identity said before a merge; nothing where that was erased."""
    row = session.get_one(K, change_id)
    words = None if row.words_id is None else session.get(PrivateWordsRow, row.words_id)
    return words.text if words is not None else ""


def forget_words(session: Session, change_id: int) -> None:
    """What an identity said before is in its place again: the vault need not keep it twice."""
    row = session.get_one(K, change_id)
    words = None if row.words_id is None else session.get(PrivateWordsRow, row.words_id)
    if words is not None:
        session.delete(words)
    row.words_id = None


def begin_earlier(session: Session, change_id: int, earlier_id: int) -> None:
    """Let a later change go back to what was before an earlier one."""
    row, earlier = session.get_one(K, change_id), session.get_one(K, earlier_id)
    forget_words(session, change_id)
    row.before, row.words_id = earlier.before, earlier.words_id
    earlier.words_id = None


def forget(session: Session, change_ids: Sequence[int]) -> None:
    """Forget changes that a merge taken back out of order leaves nothing to put back of."""
    for change_id in change_ids:
        session.delete(session.get_one(K, change_id))


def end(session: Session, merge_id: int) -> None:
    """Keep that a merge was taken back, by whom and when."""
    desk, row = desk_of(session), session.get_one(M, merge_id)
    row.unmerged_at, row.unmerged_by = desk.now(), desk.user.id


def reindex(session: Session, customer_ids: Sequence[int]) -> None:
    """Make customers findable by their own words and those of whoever was merged into them."""
    session.flush()
    for customer_id in customer_ids:
        search.CUSTOMERS.index(session, customer_id)


def involved(session: Session, customer_ids: Sequence[int]) -> set[int]:
    """Those of some customers who were merged with others and still are."""
    involved: set[int] = set()
    for column in (M.survivor_customer_id, M.merged_customer_id):
        query = select(column).where(column.in_(customer_ids), M.unmerged_at.is_(None))
        involved.update(session.scalars(query))
    return involved


def identity_rows(session: Session, *rows: CustomerRow) -> Iterator[IdentityRow]:
    """The identities of some customers, to work on inside this transaction."""
    numbers = [row.id for row in rows]
    yield from session.scalars(select(IdentityRow).where(IdentityRow.customer_id.in_(numbers)))
