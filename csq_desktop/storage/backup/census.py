"""What stands in the files of a store, counted: the proof that a copy is the store it was."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from csq_desktop.storage.backup.manifest import Census
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.schema import revisions as schema

_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    "AND name NOT LIKE '%_grams%' AND name <> 'alembic_version' ORDER BY name"
)
_END = "SELECT sequence, mac FROM audit_entry ORDER BY sequence DESC LIMIT 1"


def take(folder: Path, keys: Mapping[str, str]) -> Census:
    """Count the rows of every table in the files these keys open, by name of file."""
    counted: dict[str, int] = {}
    revisions, sequence, head = {}, 0, ""
    for name, key in keys.items():
        with user_errors(), closing(engine.connect(folder / name, key)) as driver:
            revisions[name] = schema.revision(driver)
            counted |= counts(driver)
            if name == STORE_FILE:
                sequence, head = _end(driver)
    return Census(counted, sequence, head, revisions)


def counts(driver: Any) -> dict[str, int]:
    """The rows of every table a driver's connection has open as its main schema."""
    names = [row[0] for row in driver.execute(_TABLES)]
    return {name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _end(driver: Any) -> tuple[int, str]:
    row = driver.execute(_END).fetchone()
    return (row[0], row[1].hex()) if row else (0, "")
