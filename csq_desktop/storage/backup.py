"""Making a backup: copied, checked, sealed, opened again and counted, and only then in place."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

from csq_desktop.domain.backups import ENDING, BackupLabel, Kept, MadeBackup, outlived
from csq_desktop.errors import StoreBusy, StoreDamaged, UserError
from csq_desktop.storage import atomic, census, container, engine, integrity, manifest, space
from csq_desktop.storage.container import Source
from csq_desktop.storage.creation import KEY_FILE
from csq_desktop.storage.desk import DEFAULT_ZONE, computer_clock
from csq_desktop.storage.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.faults import user_errors
from csq_desktop.storage.key_file import KeyFile
from csq_desktop.storage.keyring import Keyring
from csq_desktop.storage.manifest import Manifest
from csq_desktop.texts import tr

FOLDER = "backups"
_WORK, _DRAFT = ".work-", ".new"
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Origin:
    """A store to be copied; `held` keeps its files still and complete while it is entered."""

    folder: Path
    ring: Keyring
    keys: FileKeys
    held: Callable[[], AbstractContextManager[None]] = field(repr=False)

    @property
    def name(self) -> str:
        """The store's name, as its backups are called."""
        return self.folder.stem[: container.LONGEST_NAME]


@dataclass(frozen=True)
class Wanted:
    """A backup to make: where, as of when, and with identities or without."""

    target: Path
    at: datetime
    identities: bool = True


@dataclass(frozen=True)
class _Draft:
    """A backup that is written and not yet verified."""

    wanted: Wanted
    file: Path
    label: BackupLabel
    told: Manifest


def make(origin: Origin, wanted: Sequence[Wanted]) -> list[MadeBackup]:
    """Make one or more verified backups from one copy of the store: all of them, or an error.

    StoreDamaged when the copy fails its checks, NoSpace, StoreBusy, or what the disk refused.
    """
    if origin.ring.vault is None or origin.keys.vault is None:
        raise manifest.only_supervisors()
    if not _one_at_a_time.acquire(blocking=False):
        raise StoreBusy(tr("A backup is being made already: wait until it is ready."))
    try:
        with user_errors(), _work_folder(origin, wanted) as work:
            return _make(origin, wanted, work)
    except OSError as fault:
        raise atomic.unwritten(wanted[0].target, fault) from fault
    finally:
        _one_at_a_time.release()


def before_upgrade(folder: Path, ring: Keyring, keys: FileKeys) -> MadeBackup:
    """Make a verified backup of a store that nobody has open, beside it; its lock must be held."""
    origin = Origin(folder, ring, keys, partial(_closed, folder, keys))
    now, kept = computer_clock(), folder / FOLDER
    return make(origin, [Wanted(free_place(kept, file_name(origin.name, now)), now)])[0]


def file_name(name: str, at: datetime, zone: ZoneInfo = DEFAULT_ZONE) -> str:
    """What a backup made at a moment is called, such as `Shop 2026-11-22 1805.csqbackup`."""
    return f"{name} {at.astimezone(zone):%Y-%m-%d %H%M}{ENDING}"


def free_place(folder: Path, name: str) -> Path:
    """A file of this name in the folder, numbered when there is one already."""
    place, number = folder / name, 1
    while place.exists():
        number += 1
        place = folder / f"{name.removesuffix(ENDING)} ({number}){ENDING}"
    return place


def found_in(folder: Path, store_id: str) -> list[Kept]:
    """The backups of one store that lie in a folder; what cannot be read is left out."""
    found = []
    for file in folder.glob(f"*{ENDING}"):
        try:
            label = container.read_front(file).label
        except UserError:
            continue
        if label.store_id == store_id:
            found.append(Kept(file.name, label.made_at, label.identities))
    return found


def thin(folder: Path, store_id: str, now: datetime, zone: ZoneInfo, spared: str) -> list[str]:
    """Remove the backups nobody needs any more; gives their names."""
    old = [one.file for one in outlived(found_in(folder, store_id), now, zone, spared=spared)]
    for name in old:
        (folder / name).unlink(missing_ok=True)
    return old


@contextmanager
def _closed(folder: Path, keys: FileKeys) -> Iterator[None]:
    """Everything is in the files of a store that nobody has open."""
    for name, key in _by_file(keys, identities=True).items():
        with closing(engine.connect(folder / name, key)) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield


def _make(origin: Origin, wanted: Sequence[Wanted], work: Path) -> list[MadeBackup]:
    key_text = _copied(origin, work)
    drafts: list[_Draft] = []
    try:
        for one in wanted:
            drafts.append(_written(origin, one, key_text, work))
        for name in (STORE_FILE, VAULT_FILE):
            (work / name).unlink()  # room for what is opened again
        for draft in drafts:
            _verify(draft, origin, work)
        return [_put_in_place(draft) for draft in drafts]
    finally:
        for draft in drafts:
            draft.file.unlink(missing_ok=True)


def _copied(origin: Origin, work: Path) -> bytes:
    """Copy both files as of one moment and check the copies; gives keys.json of that moment."""
    # Closing a file makes the system drop this program's locks on it; the store's own lock, on a
    # file beside them, keeps other programs away all the same.
    with origin.held():
        key_text = (origin.folder / KEY_FILE).read_bytes()
        for name in (STORE_FILE, VAULT_FILE):
            shutil.copyfile(origin.folder / name, work / name)
    if KeyFile.parse(work / KEY_FILE, key_text).rekey_pending:
        raise UserError(
            tr("The keys of this store are being changed: finish that first, then back it up.")
        )
    for name, key in _by_file(origin.keys, identities=True).items():
        if integrity.check_file(work / name, key).findings:
            raise StoreDamaged(
                tr(
                    "{name} is damaged, so no backup was made: the earlier ones are still there. "
                    "Stop working and restore the last one.",
                    name=name,
                )
            )
    return key_text


def _written(origin: Origin, wanted: Wanted, key_text: bytes, work: Path) -> _Draft:
    keys = _by_file(origin.keys, identities=wanted.identities)
    counted = census.take(work, keys)
    told = Manifest(tuple(manifest.part_of(work / name) for name in keys), counted)
    label = BackupLabel(origin.ring.store_id, origin.name, wanted.at, wanted.identities)
    place = wanted.target.with_name(_draft_name(wanted.target, origin.ring))
    container.write(place, label, Source(key_text, told, work), origin.ring)
    return _Draft(wanted, place, label, told)


def _verify(draft: _Draft, origin: Origin, work: Path) -> None:
    """Open the backup as a restore would, and count again."""
    opened = work / "opened"
    opened.mkdir(mode=0o700)
    front = container.read_front(draft.file)
    told = container.unpack(draft.file, front, origin.ring, opened)
    counted = census.take(opened, _by_file(origin.keys, identities=draft.wanted.identities))
    shutil.rmtree(opened)
    if told != draft.told or counted != told.census:
        raise UserError(
            tr("The backup could not be read back as it was written. Use another disk or stick.")
        )


def _put_in_place(draft: _Draft) -> MadeBackup:
    target = draft.wanted.target
    os.replace(draft.file, target)
    atomic.sync_folder(target.parent)
    return MadeBackup(target, draft.told.contents(draft.label), target.stat().st_size)


@contextmanager
def _work_folder(origin: Origin, wanted: Sequence[Wanted]) -> Iterator[Path]:
    """A private folder beside the store with room for a copy; nothing of it stays."""
    own = origin.folder / FOLDER
    own.mkdir(exist_ok=True)
    _sweep(origin, wanted)
    work = own / f"{_WORK}{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        _require_space(origin, wanted, work)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(origin: Origin, wanted: Sequence[Wanted]) -> None:
    """Remove what a backup of this store left behind that was killed: the store's lock is ours."""
    for left in (origin.folder / FOLDER).glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    for folder in {one.target.parent for one in wanted}:
        for left in folder.glob(f".*{ENDING}.{_short(origin.ring)}.*{_DRAFT}"):
            left.unlink(missing_ok=True)


def _draft_name(target: Path, ring: Keyring) -> str:
    return f".{target.name}.{_short(ring)}.{secrets.token_hex(4)}{_DRAFT}"


def _short(ring: Keyring) -> str:
    return ring.store_id[:13]


def _require_space(origin: Origin, wanted: Sequence[Wanted], work: Path) -> None:
    whole = sum((origin.folder / name).stat().st_size for name in (STORE_FILE, VAULT_FILE))
    space.require_all([(work, whole), *((one.target.parent, whole) for one in wanted)])


def _by_file(keys: FileKeys, *, identities: bool) -> dict[str, str]:
    """The raw key of each file, by its name."""
    assert keys.vault is not None
    both = {STORE_FILE: keys.store, VAULT_FILE: keys.vault}
    return {name: both[name] for name in manifest.names_of_parts(identities=identities)}
