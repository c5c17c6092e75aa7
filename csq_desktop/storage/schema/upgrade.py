"""The way from an older schema to this release's: Alembic on the program's own connection."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import covering
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.sessions import gate
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from alembic.config import Config

HISTORIES = {engine.STORE_FILE: "store", engine.VAULT_FILE: "vault"}
_NOTES = "FROM store_setting WHERE name LIKE 'upgrade %'"
# A table that is rebuilt is dropped and renamed: what refers to it must not notice.
_WHILE_REBUILDING = ("PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = ON")


def to_head(files: Mapping[Path, str]) -> None:
    """Bring files of a store, each with its raw key, to their newest schema.

    All of them or, after a fault, none; a kill between the two last steps leaves one file newer,
    and the next opening brings the other one after it.
    """
    engines = {file: for_changes(file, key) for file, key in files.items()}
    try:
        with user_errors(), ExitStack() as stack:
            for file, bound in engines.items():
                connection = stack.enter_context(bound.begin())
                bring_to_head(file, connection)
    finally:
        for bound in engines.values():
            bound.dispose()


def bring_to_head(file: Path, connection: Connection) -> None:
    """Bring one file to its newest schema, on a connection whose transaction the caller ends.

    The triggers that keep sums are made from their declarations, not by a revision.
    """
    from alembic import command

    command.upgrade(configured(file, connection), "head")
    if file.name == engine.STORE_FILE:
        sums.keep_declared(connection)
    _require_references(connection)


def tell(session: Session) -> None:
    """Write into the audit trail what revisions did to audited rows.

    A revision runs before the trail's key is at hand. It leaves word in a store setting called
    `upgrade <revision>`: a list of `action`, `object_type` and `detail`, as a bulk write tells it.
    Without that the check of the records against the trail would take its rows for forged ones.
    The rows themselves get digests, so that a later change past the trail shows.
    """
    connection = session.connection()
    notes = connection.exec_driver_sql(f"SELECT name, value {_NOTES} ORDER BY name").all()
    for name, value in notes:
        for entry in json.loads(value):
            detail = {"because": name, **entry["detail"]}
            audit.note(session, entry["action"], entry["object_type"], detail=detail)
    if notes:
        with gate.opened(session):
            connection.exec_driver_sql(f"DELETE {_NOTES}")
        covering.cover(session)


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
        raise StoreDamaged(
            tr("A file of this store is damaged. Stop working with it and restore the last backup.")
        )


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")
