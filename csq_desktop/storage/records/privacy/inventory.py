"""How many records of each kind there are, and in which of the two files they stand."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.storage import tables
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import ROWS, VaultRow, table_of


def in_vault(names: Iterable[str]) -> frozenset[str]:
    """Those of some tables, by their names in the trail, that stand in the vault."""
    kinds = _kinds()
    return frozenset(name for name in names if issubclass(kinds[name], VaultRow))


def counts(session: Session, names: Iterable[str]) -> dict[str, int]:
    """The number of rows of each; without the vault's where nobody signed in holds its key."""
    kinds, sees = _kinds(), desk_of(session).sees_identities
    return {
        name: session.scalar(select(func.count()).select_from(table_of(kinds[name]))) or 0
        for name in names
        if sees or not issubclass(kinds[name], VaultRow)
    }


def _kinds() -> dict[str, type]:
    """Every table by its name in the trail, or its own where the trail does not speak of it."""
    tables.import_all()
    return {kind.__audit__ or name: kind for name, kind in ROWS.items()}
