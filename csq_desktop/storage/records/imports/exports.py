"""Queries of exports: rows of a kind, streamed in the order of their ids."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import EXPORTED, ImportKind, TargetField
from csq_desktop.storage.sessions.bulk import Kind
from csq_desktop.storage.tables.complaints import ComplaintRow as C
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow

_ELSEWHERE: dict[str, Any] = {"customer_ref": CustomerRow.ref, "pledge_code": PledgeRow.code}
"""What is written from another table than the record's own: the name behind its number."""


def _columns(fields: Iterable[TargetField], *tables: Kind) -> dict[str, Any]:
    """The columns that hold some fields, each in the one of the tables that has it."""
    return {
        field.key: _ELSEWHERE.get(field.key)
        or next(getattr(row, field.column) for row in tables if hasattr(row, field.column))
        for field in fields
    }


_COLUMNS = {
    ImportKind.COMPLAINTS: _columns(EXPORTED[ImportKind.COMPLAINTS], C),
    ImportKind.CUSTOMERS: _columns(EXPORTED[ImportKind.CUSTOMERS], CustomerRow, IdentityRow),
    ImportKind.PLEDGE_COUNTS: _columns(EXPORTED[ImportKind.PLEDGE_COUNTS], PledgeCountRow),
}
_AT_ONCE = 2_000


def rows(session: Session, kind: ImportKind) -> Iterator[Sequence[Any]]:
    """The rows of a kind as EXPORTED names their fields, without withdrawn and archived ones."""
    query = _from(kind, select(*_COLUMNS[kind].values()))
    for row in session.execute(_in_order(kind, query).execution_options(yield_per=_AT_ONCE)):
        yield tuple(value.value if isinstance(value, Enum) else value for value in row)


def count(session: Session, kind: ImportKind) -> int:
    """How many rows of a kind there are to write."""
    return session.scalar(_from(kind, select(func.count()))) or 0


def _from(kind: ImportKind, query: Select[Any]) -> Select[Any]:
    if kind is ImportKind.COMPLAINTS:
        joined = query.select_from(C).outerjoin(CustomerRow, CustomerRow.id == C.customer_id)
        return joined.where(C.removed_at.is_(None))
    if kind is ImportKind.CUSTOMERS:
        joined = query.select_from(CustomerRow).join(
            IdentityRow, IdentityRow.customer_id == CustomerRow.id
        )
        return joined.where(CustomerRow.archived_at.is_(None))
    return query.select_from(PledgeCountRow).join(
        PledgeRow, PledgeRow.id == PledgeCountRow.pledge_id
    )


def _in_order(kind: ImportKind, query: Select[Any]) -> Select[Any]:
    if kind is ImportKind.COMPLAINTS:
        return query.order_by(C.id)
    if kind is ImportKind.CUSTOMERS:
        return query.order_by(CustomerRow.id)
    return query.order_by(PledgeCountRow.day, PledgeRow.number)
