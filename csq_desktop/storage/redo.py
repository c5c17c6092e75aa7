"""One commit over two files, made whole.

In WAL mode SQLite commits store.db first and vault.db after it: a kill, or a disk that is full,
between the two leaves the first half alone. So every statement that writes to the vault is kept in
store.db as well, sealed with the vault's key, in the same transaction, and each such transaction
leaves its mark in both files. The next one that begins forgets the statements when the marks are
the same, and runs them again when they are not. Nothing is acknowledged before both halves stand,
and no half is ever left.
"""

import json
import re
import secrets
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from csq_desktop.storage import repair
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.keyring import Keyring

_MARK_BYTES, _NONCE_BYTES = 16, 12
_CONTEXT = b"vault redo 1"
_REDONE = "vault redone"
_WRITES = re.compile(
    r"\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r"[\"`\[]?vault[\"`\]]?\s*\.",
    re.IGNORECASE,
)
_KEEP = "INSERT INTO main.vault_redo (sealed) VALUES (?)"
_MARK_HERE = "INSERT OR REPLACE INTO main.vault_redo VALUES (0, ?)"
_MARK_THERE = "INSERT OR REPLACE INTO vault.vault_mark VALUES (1, ?)"
_MARKS = (
    "SELECT (SELECT sealed FROM main.vault_redo WHERE id = 0), (SELECT mark FROM vault.vault_mark)"
)
_KEPT = "SELECT sealed FROM main.vault_redo WHERE id > 0 ORDER BY id"
_FORGET = "DELETE FROM main.vault_redo"


def watch(engine: Engine, ring: Keyring) -> None:
    """Keep what the engine's transactions write to the vault; only for those who hold its key."""
    assert ring.vault is not None
    log = _Log(boxes.derive(ring.vault, _CONTEXT.decode(), ring.store_id))
    event.listen(engine, "begin", log.settle)
    event.listen(engine, "after_cursor_execute", log.keep)
    event.listen(engine, "commit", log.mark)


class _Log:
    """The statements of the transaction under way."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def settle(self, connection: Connection) -> None:
        """Finish the transaction before this one, where a crash or a full disk cut it in half."""
        run = _driver(connection).execute
        here, there = run(_MARKS).fetchone()
        if here is None:  # the last commit wrote nothing to the vault, or it was settled since
            return
        if here != there:
            sealed = run(_KEPT).fetchall()
            for (row,) in sealed:
                self._run_again(connection, row)
            run(_MARK_THERE, (here,))
            connection.info[_REDONE] = connection.info.get(_REDONE, 0) + len(sealed)
        run(_FORGET)

    def keep(
        self, connection: Connection, _cursor: Any, statement: str, parameters: Any, *rest: Any
    ) -> None:
        """Keep a statement that has just written to the vault."""
        if _writes_vault(statement):
            many = bool(rest[-1])  # SQLAlchemy's last argument: whether it was an executemany
            text = json.dumps([statement, many, parameters], default=_hex).encode()
            box = boxes.lock(self._key, text, _CONTEXT)
            _driver(connection).execute(_KEEP, (box.nonce + box.sealed,))

    def mark(self, connection: Connection) -> None:
        """Mark both files, when the transaction wrote to the vault at all."""
        run = _driver(connection).execute
        if run(_KEPT).fetchone():
            mark = secrets.token_bytes(_MARK_BYTES)
            run(_MARK_HERE, (mark,))
            run(_MARK_THERE, (mark,))

    def _run_again(self, connection: Connection, sealed: bytes) -> None:
        box = SealedBox(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:])
        text = boxes.unlock(self._key, box, _CONTEXT)
        statement, many, parameters = json.loads(text, object_hook=_bytes)
        driver = _driver(connection)
        (driver.executemany if many else driver.execute)(statement, parameters)


@repair.at_unlock("commits cut in half", identities=True)
def count_redone(session: Session) -> int:
    """How many statements were run again when this transaction began."""
    return int(session.connection().info.pop(_REDONE, 0))


@lru_cache(maxsize=2048)
def _writes_vault(statement: str) -> bool:
    return _WRITES.match(statement) is not None


def _driver(connection: Connection) -> Any:
    """The driver's own connection: what runs on it is neither watched nor kept."""
    return connection.connection.driver_connection


def _hex(value: bytes) -> dict[str, str]:
    return {"hex": value.hex()}


def _bytes(facts: dict[str, str]) -> bytes:
    return bytes.fromhex(facts["hex"])
