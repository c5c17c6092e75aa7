"""Queries of exports: rows of a kind, streamed in the order of their ids."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.imports.fields import EXPORTED, ImportKind
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records import people
from csq_desktop.storage.tables.complaints import ComplaintRow as C
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow

_AT_ONCE = 2_000


@dataclass(frozen=True)
class ExportSource:
    """Where the rows of an export come from: columns by field, how they are joined, their order."""

    columns: Mapping[str, Any]
    joined: Callable[[Select[Any]], Select[Any]]
    order: tuple[Any, ...]


def columns_of(
    kind: ImportKind, *tables: Kind, elsewhere: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns that hold what is written of a kind, each in the one of the tables that has it.

    `elsewhere` are fields from another table than the record's own: the name behind its number.
    """
    others = elsewhere or {}
    return {
        field.key: others[field.key]
        if field.key in others
        else next(getattr(row, field.column) for row in tables if hasattr(row, field.column))
        for field in EXPORTED[kind]
    }


def rows(
    session: Session, source: ExportSource, ids: Sequence[int] | None = None
) -> Iterator[Sequence[Any]]:
    """The rows of a source, in the order of its columns; of some ids only, where given."""
    query = _of_ids(source.joined(select(*source.columns.values())), source, ids)
    query = query.order_by(*source.order)
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield tuple(value.value if isinstance(value, Enum) else value for value in row)


def count(session: Session, source: ExportSource, ids: Sequence[int] | None = None) -> int:
    """How many rows of a source there are to write."""
    return session.scalar(_of_ids(source.joined(select(func.count())), source, ids)) or 0


def _of_ids(query: Select[Any], source: ExportSource, ids: Sequence[int] | None) -> Select[Any]:
    return query if ids is None else query.where(source.order[0].in_(ids))


def _complaints(query: Select[Any]) -> Select[Any]:
    """Without the withdrawn ones."""
    linked = query.select_from(C).outerjoin(CustomerRow, CustomerRow.id == C.customer_id)
    return people.joined(linked, C).where(C.removed_at.is_(None))


def _closed_at(*, by_rule: bool) -> ColumnElement[datetime]:
    """The closing date where somebody knows it, or where a rule of an import assumed it."""
    is_assumed = C.closed_band.is_not_distinct_from(UNDATED_BAND)
    return case((is_assumed if by_rule else ~is_assumed, C.closed_at))


def _customers(query: Select[Any]) -> Select[Any]:
    """Without the archived ones."""
    v = IdentityRow
    joined = query.select_from(CustomerRow).join(v, v.customer_id == CustomerRow.id)
    return joined.where(CustomerRow.archived_at.is_(None))


def _pledge_counts(query: Select[Any]) -> Select[Any]:
    p = PledgeRow
    return query.select_from(PledgeCountRow).join(p, p.id == PledgeCountRow.pledge_id)


COMPLAINTS = ExportSource(
    columns_of(
        ImportKind.COMPLAINTS,
        C,
        elsewhere={
            "customer_ref": CustomerRow.ref,
            "owner": people.shown_in(C),
            "closed_at": _closed_at(by_rule=False),
            "closed_by_rule": _closed_at(by_rule=True),
        },
    ),
    _complaints,
    (C.id,),
)
CUSTOMERS = ExportSource(
    columns_of(ImportKind.CUSTOMERS, CustomerRow, IdentityRow), _customers, (CustomerRow.id,)
)
PLEDGE_COUNTS = ExportSource(
    columns_of(ImportKind.PLEDGE_COUNTS, PledgeCountRow, elsewhere={"pledge_code": PledgeRow.code}),
    _pledge_counts,
    (PledgeCountRow.day, PledgeRow.number),
)
