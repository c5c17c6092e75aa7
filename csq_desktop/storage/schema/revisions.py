"""The schema as this release knows it: its revisions, and how a new store gets it.

A revision is a letter for the file and a number that only grows (`s0001`, `v0001`), so that a
store from a newer program is told from an older one without reading the history.
"""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection

from csq_desktop.errors import StoreDamaged
from csq_desktop.storage import tables
from csq_desktop.storage.tables.row import VAULT, Row, VaultRow
from csq_desktop.texts import tr

HEAD_STORE = "s0041"
HEAD_VAULT = "v0010"
HEADS = {"main": HEAD_STORE, VAULT: HEAD_VAULT}
_STAMP = (
    "CREATE TABLE {schema}.alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_BESIDE_TABLES = ("rollups.sums", "search.index")


def complete() -> None:
    """Import whatever adds a table, a trigger or a search index to the metadata."""
    tables.import_all()
    for name in _BESIDE_TABLES:
        import_module(f"csq_desktop.storage.{name}")


def create(connection: Connection) -> None:
    """Create both files' schemas on a connection with the vault attached, and stamp them."""
    complete()
    for metadata in (Row.metadata, VaultRow.metadata):
        metadata.create_all(connection, checkfirst=False)
    for schema, head in HEADS.items():
        connection.exec_driver_sql(_STAMP.format(schema=schema))
        connection.exec_driver_sql(f"INSERT INTO {schema}.alembic_version VALUES (?)", (head,))


def revision(connection: Any) -> str:
    """The revision of the file a driver's connection has open as its main schema."""
    has_table = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    ).fetchone()[0]
    row = (
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if has_table
        else ()
    )
    if not row:
        raise StoreDamaged(tr("A file of this database is incomplete. Restore the last backup."))
    return str(row[0])


def is_newest(driver: Any, name: str) -> bool:
    """Whether a file, open as `main` or `vault`, is of this release."""
    return bool(
        driver.execute(
            f"SELECT EXISTS (SELECT 1 FROM {name}.alembic_version WHERE version_num = ?)",
            (HEADS[name],),
        ).fetchone()[0]
    )


def number(revision: str) -> int:
    """A revision's place in its history."""
    return int(revision[1:])
