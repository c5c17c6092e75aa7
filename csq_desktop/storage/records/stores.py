"""Queries of the store's own settings: one JSON value under a name."""

from sqlalchemy.orm import Session

from csq_desktop.storage.tables.store import StoreSettingRow


def setting(session: Session, name: str) -> object:
    """The value under a name; None while there is none."""
    row = session.get(StoreSettingRow, name)
    return row.value if row else None


def keep_setting(session: Session, name: str, value: object) -> None:
    """Put a value under a name."""
    row = session.get(StoreSettingRow, name)
    if row is None:
        session.add(StoreSettingRow(name=name, value=value))
    else:
        row.value = value
