"""Rows of a list as they are written to a file: all of them streamed, or some by their ids."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.storage.records.parts import AT_ONCE, in_parts

ExportRow = tuple[Any, ...]


@dataclass(frozen=True)
class ExportSource:
    """Where the rows of an export come from: columns by field, their ids, joins and order.

    `whole` is what the list takes in where nothing narrows it, `seen` what the signed-in user may
    see at all, `customer` the column with the customer that a row is about.
    """

    columns: Mapping[str, Any]
    joined: Callable[[Select[Any]], Select[Any]]
    key: Any
    order: tuple[Any, ...]
    whole: tuple[Any, ...] = ()
    seen: Callable[[Session], tuple[Any, ...]] = lambda _session: ()
    customer: Any = None


def rows(
    session: Session, source: ExportSource, ids: Sequence[int] | None = None
) -> Iterator[ExportRow]:
    """The rows of a source, in the order of its columns; of some ids only, in their order.

    Only ids and the rows of one statement are in memory, however many there are.
    """
    query = source.joined(select(source.key, *source.columns.values()))
    query = query.where(*source.seen(session))
    if ids is None:
        query = query.where(*source.whole).order_by(*source.order)
        for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
            yield _plain(row[1:])
        return
    for some in in_parts(ids):
        by_id = {row[0]: row for row in session.execute(query.where(source.key.in_(some)))}
        for row_id in some:
            if row_id in by_id:
                yield _plain(by_id[row_id][1:])


def count(session: Session, source: ExportSource, ids: Sequence[int] | None = None) -> int:
    """How many rows of a source there are to write."""
    query = source.joined(select(func.count())).where(*source.seen(session))
    if ids is None:
        return session.scalar(query.where(*source.whole)) or 0
    return sum(session.scalar(query.where(source.key.in_(some))) or 0 for some in in_parts(ids))


def customers(
    session: Session, source: ExportSource, ids: Sequence[int] | None = None
) -> list[int]:
    """The customers that the rows of a source are about, each once."""
    query = source.joined(select(source.customer).distinct()).where(source.customer.is_not(None))
    query = query.where(*source.seen(session))
    if ids is None:
        return list(session.scalars(query.where(*source.whole)))
    parts = (session.scalars(query.where(source.key.in_(some))) for some in in_parts(ids))
    return list(dict.fromkeys(chain.from_iterable(parts)))


def _plain(row: Sequence[Any]) -> ExportRow:
    return tuple(value.value if isinstance(value, Enum) else value for value in row)
