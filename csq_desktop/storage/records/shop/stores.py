"""Queries of the store's own settings: one JSON value under a name.

Whoever holds the store's key can write any row, and tell of it in anybody's name. So a setting is
believed as the audit trail tells of those who may give it, whatever its row says, and where their
signature stands over the entry. That takes a millisecond.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.audit import details
from csq_desktop.storage.audit.proof import SupervisorsWork
from csq_desktop.storage.audit.recorder import brief
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.store import StoreSettingRow

BACKUP_STATE, BACKUP_FOLDER = "backup_state", "backup_folder"
RECOVERY_SHEET, OWNER_LINKS = "recovery_sheet", "owner_links"
CHECK_STATE = "check_state"  # everybody's program writes it: each checks what their key opens
SUPERVISORS_SETTINGS = (BACKUP_STATE, BACKUP_FOLDER, RECOVERY_SHEET, OWNER_LINKS)


class GivenValue(NamedTuple):
    """A value that was given to a setting, and whether it is proved that a supervisor gave it."""

    value: object
    by_supervisor: bool


def setting(session: Session, name: str) -> object:
    """The value that a supervisor gave last; None while none did."""
    values = (each.value for each in history(session, name) if each.by_supervisor)
    return next(values, None)


def history(session: Session, name: str) -> Iterator[GivenValue]:
    """Every value of a setting as the audit trail tells of it, the last one first."""
    e, work = AuditEntryRow, SupervisorsWork(session)
    of_settings = (e.object_type == StoreSettingRow.__audit__, e.object_id.is_(None))
    named = func.instr(e.detail, f'"key":["{name}"]') > 0
    columns = (e.sequence, e.user_id, e.detail)
    query = select(*columns).where(*of_settings, named).order_by(e.sequence.desc())
    for sequence, user_id, text in session.execute(query):
        detail = details.read(text) or {}
        if detail.get("key") == [name]:
            value = _whole(session, name, detail.get("to", {}).get("value"))
            yield GivenValue(value, work.includes([(sequence, user_id)]))


def keep_setting(session: Session, name: str, value: object) -> None:
    """Put a value under a name."""
    session.flush()
    row = session.get(StoreSettingRow, name) if _stored(session, name) is not None else None
    if row is None or (row.value == value and setting(session, name) != value):
        # What nobody can read, or somebody put there who may not say it, is no former value.
        _clear(session, row, name)
        session.add(StoreSettingRow(name=name, value=value))
    else:
        row.value = value


def _whole(session: Session, name: str, value: object) -> object:
    """The value that an entry tells, which has a digest in the place of a long one."""
    if isinstance(value, str) and value.startswith("sha256 "):
        stored = _stored(session, name)
        return stored if brief(stored) == value else None
    return value


def _stored(session: Session, name: str) -> object:
    """The value in the row; None where there is none, or none that can be read."""
    try:
        return session.scalar(select(StoreSettingRow.value).where(StoreSettingRow.name == name))
    except StoreDamaged:
        return None


def _clear(session: Session, row: StoreSettingRow | None, name: str) -> None:
    if row is not None:
        session.expunge(row)
    with gate.opened(session):
        session.execute(delete(StoreSettingRow).where(StoreSettingRow.name == name))
