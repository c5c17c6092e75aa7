"""One commit over two files, made whole; or, where a file lost one, told.

In WAL mode SQLite commits store.db first and vault.db after it: a kill, or a disk that is full,
between the two leaves the first half alone. So every statement that writes to the vault is kept in
store.db as well, sealed with the vault's key, in the same transaction, and each such transaction
is numbered and leaves its mark in both files. The next one that begins compares the marks. When
they are the same, it forgets the statements; when the vault stands exactly one commit behind, it
runs them again. Nothing is acknowledged before both halves stand, and no half is ever left.

Any other difference comes of no crash: a file was put back, or its disk lost the end of its log.
Then no statement runs, for it would write what is older over what is newer. Both files go on
together from where each of them stands, and the opening tells what is missing.
"""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.audit.entries import Anchor
from csq_desktop.storage import repair
from csq_desktop.storage.files import engine as files
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.keyring import Keyring

_MARK_BYTES, _NONCE_BYTES = 16, 12
_CONTEXT = b"vault redo 1"
_END = 1 << 32  # places from here on stand for the end of so many statements
_REDONE, _APART = "vault redone", "files apart"
_WRITES = re.compile(
    r"\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r"[\"`\[]?vault[\"`\]]?\s*\.",
    re.IGNORECASE,
)
_KEEP = "INSERT INTO main.vault_redo (id, sealed) VALUES (?, ?)"
_NEXT = "SELECT coalesce(max(id), 0) + 1 FROM main.vault_redo"
_MARK_HERE = "INSERT OR REPLACE INTO main.vault_commit VALUES (1, ?, ?, ?)"
_MARK_THERE = "INSERT OR REPLACE INTO vault.vault_mark (id, number, mark) VALUES (1, ?, ?)"
_HERE = "SELECT number, mark, previous FROM main.vault_commit WHERE id = 1"
_THERE = "SELECT number, mark FROM vault.vault_mark WHERE id = 1"
_ANY_KEPT = "SELECT EXISTS (SELECT 1 FROM main.vault_redo)"
_KEPT = "SELECT id, CAST(sealed AS BLOB) FROM main.vault_redo ORDER BY id"
_FORGET = "DELETE FROM main.vault_redo"
_ANCHOR = (
    "INSERT INTO vault.trail_anchor (id, sequence, head, edition) "
    "SELECT 1, sequence, lower(hex(mac)), ? FROM "
    "(SELECT sequence, mac FROM main.audit_entry ORDER BY sequence DESC LIMIT 1) WHERE true "
    "ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, head = excluded.head, "
    "edition = excluded.edition"
)


@dataclass(frozen=True)
class FilesApart:
    """Two files that do not belong together: the number of the last commit each of them has.

    The same numbers stand for files of two copies of the store that both were worked with.
    """

    store: int
    vault: int


@dataclass(frozen=True)
class _Mark:
    """A commit that wrote to both files; `previous` is the mark of the one before, if known."""

    number: int = 0
    mark: bytes = b""
    previous: bytes = b""


def watch(engine: Engine, ring: Keyring, edition: Callable[[], int]) -> None:
    """Keep what the engine's transactions write to the vault; only for those who hold its key.

    `edition` gives the register's, which goes into the vault with each of them.
    """
    assert ring.vault is not None
    log = _Log(boxes.derive(ring.vault, _CONTEXT.decode(), ring.store_id), edition)
    event.listen(engine, "begin", log.settle)
    event.listen(engine, "after_cursor_execute", log.keep)
    event.listen(engine, "commit", log.mark)


class _Log:
    """The statements of the transaction under way."""

    def __init__(self, key: bytes, edition: Callable[[], int]) -> None:
        self._key, self._edition = key, edition
        self._before = b""  # the mark of the commit before the transaction under way

    def settle(self, connection: Connection) -> None:
        """Finish the transaction before this one, where a crash or a full disk cut it in half."""
        driver = files.driver_of(connection)
        here, there = _marks(driver)
        has_kept = driver.execute(_ANY_KEPT).fetchone()[0]
        if here.mark != there.mark:
            self._bring_together(connection, here, there)
            _, there = _marks(driver)
        if has_kept:
            driver.execute(_FORGET)
        self._before = there.mark

    def _bring_together(self, connection: Connection, here: _Mark, there: _Mark) -> None:
        run = files.driver_of(connection).execute
        if here.previous == there.mark and self._redo(connection, there.mark):
            run(_MARK_THERE, (here.number, here.mark))
        else:
            connection.info[_APART] = FilesApart(here.number, there.number)
            _write_mark(run, max(here.number, there.number) + 1, secrets.token_bytes(_MARK_BYTES))

    def _redo(self, connection: Connection, before: bytes) -> bool:
        """Run what is kept again, all of it or nothing; whether there was anything, and it fit.

        Each statement is sealed to its place behind the mark of the commit before, the last one to
        the end: nobody without the vault's key can put in older ones, or leave any out.
        """
        driver = files.driver_of(connection)
        rows = driver.execute(_KEPT).fetchall()
        sealed = dict(rows[:-1])
        if [*sealed] != [*range(1, len(rows))] or not sealed:
            return False
        driver.execute("SAVEPOINT redo")
        try:
            self._unlocked(rows[-1][1], before, _END + len(rows))
            for place, row in sealed.items():
                self._run_again(driver, self._unlocked(row, before, place))
        # The vault is not what they were kept for, or they are not what was kept.
        except (sqlcipher.IntegrityError, InvalidTag, ValueError):
            driver.execute("ROLLBACK TO redo")
            driver.execute("RELEASE redo")
            return False
        driver.execute("RELEASE redo")
        connection.info[_REDONE] = connection.info.get(_REDONE, 0) + len(sealed)
        return True

    def keep(
        self, connection: Connection, _cursor: Any, statement: str, parameters: Any, *rest: Any
    ) -> None:
        """Keep a statement that has just written to the vault."""
        if _writes_vault(statement):
            many = bool(rest[-1])  # SQLAlchemy's last argument: whether it was an executemany
            text = json.dumps([statement, many, parameters], default=_hex).encode()
            driver = files.driver_of(connection)
            self._keep(driver, text, driver.execute(_NEXT).fetchone()[0])

    def _keep(self, driver: Any, text: bytes, place: int) -> None:
        box = boxes.lock(self._key, text, _context(self._before, place))
        driver.execute(_KEEP, (place, box.nonce + box.sealed))

    def mark(self, connection: Connection) -> None:
        """Number both files, when the transaction wrote to the vault at all."""
        driver = files.driver_of(connection)
        following = driver.execute(_NEXT).fetchone()[0]
        if following > 1:
            self._keep(driver, b"", _END + following)
            here, _ = _marks(driver)  # settle() left the same in both files
            _write_mark(driver.execute, here.number + 1, here.mark)
            driver.execute(_ANCHOR, (self._edition(),))

    def _unlocked(self, sealed: bytes, before: bytes, place: int) -> bytes:
        box = SealedBox(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:])
        return boxes.unlock(self._key, box, _context(before, place))

    def _run_again(self, driver: Any, text: bytes) -> None:
        statement, many, parameters = json.loads(text, object_hook=_bytes)
        (driver.executemany if many else driver.execute)(statement, parameters)


def anchor(driver: Any, edition: int) -> None:
    """Write the end of the trail, and the register's edition, into the vault at once."""
    driver.execute(_ANCHOR, (edition,))


def anchored(connection: Connection) -> Anchor:
    """How far the trail was when the vault was written last, on a connection with the vault."""
    query = "SELECT sequence, head, edition FROM vault.trail_anchor"
    row = connection.exec_driver_sql(query).fetchone()
    return Anchor(*row) if row else Anchor()


def begin_anew(connection: Connection) -> None:
    """Forget how far the files were, for records that go on with a vault made just now."""
    connection.exec_driver_sql("DELETE FROM main.vault_commit")


def take_apart(session: Session) -> FilesApart | None:
    """Which file was found behind the other one when this transaction began; told once."""
    apart: FilesApart | None = session.connection().info.pop(_APART, None)
    return apart


@repair.at_unlock("commits cut in half", identities=True)
def count_redone(session: Session) -> int:
    """How many statements were run again when this transaction began."""
    return int(session.connection().info.pop(_REDONE, 0))


def _context(before: bytes, place: int) -> bytes:
    """What a statement is sealed to: the commit before, and its place among the statements."""
    return _CONTEXT + before + place.to_bytes(8, "big")


def _marks(driver: Any) -> tuple[_Mark, _Mark]:
    """The last commit as store.db and as vault.db has it; number 0 before the first."""
    here, there = driver.execute(_HERE).fetchone(), driver.execute(_THERE).fetchone()
    return _Mark(*here) if here else _Mark(), _Mark(*there) if there else _Mark()


def _write_mark(run: Callable[..., object], number: int, previous: bytes) -> None:
    mark = secrets.token_bytes(_MARK_BYTES)
    run(_MARK_HERE, (number, mark, previous))
    run(_MARK_THERE, (number, mark))


@lru_cache(maxsize=2048)
def _writes_vault(statement: str) -> bool:
    return _WRITES.match(statement) is not None


def _hex(value: bytes) -> dict[str, str]:
    return {"hex": value.hex()}


def _bytes(facts: dict[str, str]) -> bytes:
    return bytes.fromhex(facts["hex"])
