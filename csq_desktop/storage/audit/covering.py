"""Digests for rows that were written before programs made any: from here on they are covered."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.storage.audit import chain, digests
from csq_desktop.storage.audit.bulk_digests import MOST_ROWS, BulkDigestWriter
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.audit.reconcile import TableComparison, compared
from csq_desktop.storage.files import engine
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import table_of

T = TypeVar("T")
Facts = dict[str, Any]


def cover(session: Session) -> int:
    """Give digests to every row some field of which the trail knows nothing of; how many those are.

    What the trail knows already stays as it is: a change past it before today is found all the
    same. A few minutes per million rows, once after an upgrade.
    """
    session.flush()
    kinds = compared(identities=desk_of(session).sees_identities)
    return sum(_cover(session, kind) for kind in kinds)


def digested(connection: Connection, object_type: str, detail: Facts) -> Facts:
    """What the entry of a bulk write says that was made before the trail's key was at hand.

    `detail` names the first and the last of its rows, which get digests as they stand, and the
    fields it wrote if not all.
    """
    kind = next(each for each in compared(identities=False) if each.__audit__ == object_type)
    table = table_of(kind)
    names = [digests.key_of(kind), *detail.get("fields", table.columns.keys())]
    quoted = ", ".join(f'"{name}"' for name in names)
    statement = f'SELECT {quoted} FROM {table.fullname} WHERE "{names[0]}" BETWEEN ? AND ?'
    writer = BulkDigestWriter(connection, kind, is_new=False)
    rows = engine.streamed(connection, statement, (detail["first"], detail["last"]))
    for some in _in_parts(rows):
        columns = dict(zip(names, map(list, zip(*some, strict=True)), strict=True))
        writer.add(columns[names[0]], columns)
    return {**detail, **writer.facts()}


def _cover(session: Session, kind: Kind) -> int:
    connection = session.connection()
    comparison = TableComparison(session, kind)
    rows = (row for row in comparison.rows() if comparison.unknown_fields(row))
    writer, count = BulkDigestWriter(connection, kind, is_new=False), 0
    for some in _in_parts(rows):
        held = [row.held for row in some if row.held is not None]
        columns = {name: [row[name] for row in held] for name in held[0]}
        writer.add([row.key for row in some], columns)
        count += len(some)
    if count:
        detail = {"count": count, **writer.facts()}
        chain.note(session, AuditAction.COVERED, kind.__audit__, detail=detail)
    return count


def _in_parts(rows: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(rows, MOST_ROWS)):
        yield some
