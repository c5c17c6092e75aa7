"""The folder backups lie in: what they are called, which are there, which go."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from csq_desktop.domain.stores.backups import ENDING, BackupFile
from csq_desktop.errors import UserError
from csq_desktop.storage.backup import container
from csq_desktop.storage.sessions.desk import DEFAULT_ZONE


def file_name(name: str, at: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> str:
    """What a backup made at a moment is called, such as `Shop 2026-11-22 1805.csqbackup`."""
    return f"{name} {at.astimezone(zone):%Y-%m-%d %H%M}{ENDING}"


def free(folder: Path, name: str) -> Path:
    """A file of this name in the folder, numbered when there is one already."""
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{name.removesuffix(ENDING)} ({number}){ENDING}"
    return place


def list_backups(folder: Path, store_id: str) -> list[BackupFile]:
    """The backups of one store that lie in a folder; what cannot be read is left out."""
    backups = []
    for file in folder.glob(f"*{ENDING}"):
        try:
            label = container.read_front(file).label
        except UserError:
            continue
        if label.store_id == store_id:
            backups.append(BackupFile(file.name, label.made_at, label.identities))
    return backups


def remove(folder: Path, backups: list[BackupFile]) -> tuple[str, ...]:
    """Remove backups, and give their names; what cannot be removed stays for the next time."""
    removed = []
    for backup in backups:
        try:
            (folder / backup.file).unlink(missing_ok=True)
        except OSError:
            continue
        removed.append(backup.file)
    return tuple(removed)
