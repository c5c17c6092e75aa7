"""The gate before audited tables: no statement writes to one unless an audit entry tells of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from csq_desktop.storage.tables.row import ROWS

TRAIL = "audit_entry"
_OPEN = "gate open"
# The first six letters of statements that write no row; a CREATE TRIGGER only names INSERTs.
_READS = ("SELECT", "PRAGMA", "CREATE", "DROP", "ALTER", "SAVEPO", "RELEAS", "ROLLBA", "BEGIN")
_TARGET = re.compile(
    r"\b(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r"(?:[\"`\[]?\w+[\"`\]]?\s*\.\s*)?[\"`\[]?(\w+)",
    re.IGNORECASE,
)


class Unaudited(RuntimeError):
    """A statement would change an audited table behind the audit trail's back: a bug."""


def watch(engine: Engine) -> None:
    """Refuse every statement of the engine that writes to an audited table unaudited."""
    event.listen(engine, "before_cursor_execute", _refuse_unaudited)


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """Let statements through inside the block; whoever opens writes the audit entry."""
    noted = session.connection().info
    # Counted: a flush holds it open while the audit trail opens it for its own entries.
    noted[_OPEN] = noted.get(_OPEN, 0) + 1
    try:
        yield
    finally:
        noted[_OPEN] -= 1


def _refuse_unaudited(connection: Connection, _cursor: Any, statement: str, *_rest: object) -> None:
    if connection.info.get(_OPEN):
        return
    for table in _targets(statement):
        if table == TRAIL or (table in ROWS and ROWS[table].__audit__ is not None):
            raise Unaudited(f"{table} is audited: write it through the ORM or storage.bulk")


@lru_cache(maxsize=2048)
def _targets(statement: str) -> tuple[str, ...]:
    if statement.lstrip()[:6].upper().startswith(_READS):
        return ()
    return tuple(name.lower() for name in _TARGET.findall(statement))
