"""The way from an older schema to this release's: Alembic on the program's own connection."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import covering
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.faults import damaged, in_words, user_errors
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.schema import guard, notes
from csq_desktop.storage.schema.notes import Notes
from csq_desktop.storage.sessions import gate

if TYPE_CHECKING:
    from alembic.config import Config

HISTORIES = {engine.STORE_FILE: "store", engine.VAULT_FILE: "vault"}
_BEFORE_NUMBERS = b"before numbers"  # see revision s0014
# A table that is rebuilt is dropped and renamed: what refers to it must not notice.
_WHILE_REBUILDING = ("PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = ON")


def to_head(files: Mapping[Path, str], ring: Keyring) -> None:
    """Bring files of a store, each with its raw key, to their newest schema.

    All of them or, after a fault, none; a kill between the two last steps leaves one file newer,
    and the next opening brings the other one after it. What the audit trail has to tell of it is
    left for that opening (notes.py). Needs the vault's key in the ring. StoreDamaged when a file
    was changed so that the history of its schema does not fit it.
    """
    engines = {file: for_changes(file, key) for file, key in files.items()}
    try:
        with user_errors(), ExitStack() as stack:
            connections = {
                file: stack.enter_context(bound.begin()) for file, bound in engines.items()
            }
            with _misfits():
                _upgrade(connections, ring)
    finally:
        for bound in engines.values():
            bound.dispose()


def _upgrade(connections: Mapping[Path, Connection], ring: Keyring) -> None:
    by_name = {file.name: connection for file, connection in connections.items()}
    store, vault = by_name.get(engine.STORE_FILE), by_name.get(engine.VAULT_FILE)
    earlier = notes.take(store, ring) if store is not None else Notes()
    foreign = [*earlier.foreign]
    for file, connection in connections.items():
        driver = engine.driver_of(connection)
        foreign += guard.stop_triggers(driver, file.name)
        bring_to_head(file, connection)
        foreign += guard.take_foreign(driver, file.name)
    if store is not None:
        if vault is not None:
            _know_marks(store, vault)
        notes.leave(store, ring, earlier.own or [], foreign)


def _know_marks(store: Connection, vault: Connection) -> None:
    """Put the vault's mark in the place of one that programs before s0014 did not keep."""
    there = vault.exec_driver_sql("SELECT number, mark FROM vault_mark WHERE id = 1").one_or_none()
    number, mark = there or (0, b"")
    run = store.exec_driver_sql
    run("UPDATE vault_commit SET previous = ? WHERE previous = ?", (mark, _BEFORE_NUMBERS))
    run(
        "UPDATE vault_commit SET number = ?, mark = ?, previous = ? WHERE mark = ?",
        (number, mark, mark, _BEFORE_NUMBERS),
    )


@contextmanager
def _misfits() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise in_words(error.orig) or damaged() from error


def bring_to_head(file: Path, connection: Connection) -> None:
    """Bring one file to its newest schema, on a connection whose transaction the caller ends.

    The triggers that keep sums are made from their declarations, not by a revision.
    """
    from alembic import command

    command.upgrade(configured(file, connection), "head")
    if file.name == engine.STORE_FILE:
        sums.keep_declared(connection)
    _require_references(connection)


def tell(session: Session) -> tuple[str, ...]:
    """Write into the audit trail what the upgrade before this opening left for it.

    Every row that has no digests gets some, so that a later change past the trail shows. Gives what
    was found in the files that does not belong there, and was taken out; only for those who hold
    the vault's key.
    """
    ring: Keyring = session.info[audit.KEYRING]
    if ring.vault is None:
        return ()
    with gate.opened(session):
        own, foreign = notes.take(session.connection(), ring)
    guard.tell(session, foreign)
    for note in own or []:
        if note.object_type is None:
            audit.note(session, note.action, detail=note.detail)
            foreign = (*foreign, *note.detail["objects"])
        else:
            detail = {"because": note.because, **note.detail}
            audit.note(session, note.action, note.object_type, detail=detail)
    if own is not None:
        covering.cover(session)
    return foreign


def for_changes(file: Path, key: str) -> Engine:
    """An engine over one file whose tables may be rebuilt."""
    bound = engine.single(file, key)

    def prepare(driver: Any, _record: object) -> None:
        for pragma in _WHILE_REBUILDING:
            driver.execute(pragma)

    event.listen(bound, "connect", prepare)
    return bound


def configured(file: Path, connection: Connection) -> "Config":
    """Alembic's configuration for the history of one file, on a connection to it."""
    from alembic.config import Config

    config, root = Config(), paths.migrations()
    config.set_main_option("script_location", _literal(root))
    config.set_main_option("version_locations", _literal(root / "versions" / HISTORIES[file.name]))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    return config


def _require_references(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise damaged()


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")
