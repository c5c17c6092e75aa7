"""The way from an older schema to this release's: Alembic on the program's own connection."""

from pathlib import Path

from csq_desktop import paths
from csq_desktop.storage import engine
from csq_desktop.storage.faults import user_errors

HISTORIES = {engine.STORE_FILE: "store", engine.VAULT_FILE: "vault"}


def to_head(file: Path, key: str) -> None:
    """Bring one file of a store to its newest schema: all of it or, after a fault, nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    versions = paths.migrations() / "versions" / HISTORIES[file.name]
    config.set_main_option("script_location", _literal(paths.migrations()))
    config.set_main_option("version_locations", _literal(versions))
    config.set_main_option("path_separator", "newline")
    alone = engine.single(file, key)
    try:
        with user_errors(), alone.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        alone.dispose()


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")
