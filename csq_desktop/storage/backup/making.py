"""Making a backup: copied, checked, sealed, opened again and counted, and only then in place."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import partial
from pathlib import Path
from threading import Lock

from csq_desktop import whole_files
from csq_desktop.domain.stores.backups import ENDING, BackupLabel, MadeBackup
from csq_desktop.errors import StoreBusy, StoreDamaged, UserError
from csq_desktop.storage.backup import census, container, manifest, places
from csq_desktop.storage.backup.container import BackupSource
from csq_desktop.storage.backup.manifest import Manifest
from csq_desktop.storage.files import atomic, engine, integrity, space
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.texts import tr

FOLDER = "backups"
_FILES = (STORE_FILE, VAULT_FILE)
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
class BackupRequest:
    """A backup to make: where, as of when, and with identities or without."""

    target: Path
    at: datetime
    identities: bool = True


class Step(IntEnum):
    """What is done for a backup, in this order."""

    COPY = 0
    CHECK = 1
    SEAL = 2
    VERIFY = 3


@dataclass(frozen=True)
class _Draft:
    """A backup that is written and not yet verified."""

    request: BackupRequest
    file: Path
    label: BackupLabel
    manifest: Manifest


def make(
    origin: Origin,
    requests: Sequence[BackupRequest],
    *,
    begun: Callable[[Step], object] = lambda _: None,
) -> list[MadeBackup]:
    """Make one or more verified backups from one copy of the store: all of them, or an error.

    StoreDamaged when the copy fails its checks, NoSpace, StoreBusy, or what the disk refused.
    `begun` hears of each step; what it raises stops the backup and leaves nothing behind.
    """
    if origin.ring.vault is None or origin.keys.vault is None:
        raise manifest.only_supervisors()
    if not _one_at_a_time.acquire(blocking=False):
        raise StoreBusy(tr("A backup is already being made. Wait until it is ready."))
    try:
        with user_errors(disk=False), _work_folder(origin, requests) as work:
            return _Making(origin, work, begun).make(requests)
    except OSError as fault:
        raise atomic.unwritten(requests[0].target, fault) from fault
    finally:
        _one_at_a_time.release()


def before_upgrade(folder: Path, ring: Keyring, keys: FileKeys, now: datetime) -> MadeBackup:
    """Make a verified backup of a store that nobody has open, beside it; its lock must be held."""
    origin = Origin(folder, ring, keys, partial(_closed, folder, keys))
    target = places.free(folder / FOLDER, places.file_name(origin.name, now))
    return make(origin, [BackupRequest(target, now)])[0]


@contextmanager
def _closed(folder: Path, keys: FileKeys) -> Iterator[None]:
    """Everything is in the files of a store that nobody has open."""
    for name, key in _by_file(keys, identities=True).items():
        with closing(engine.connect(folder / name, key)) as driver:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield


@dataclass(frozen=True)
class _Making:
    """The steps of a backup, in a private folder that holds the copy of the store."""

    origin: Origin
    work: Path
    begun: Callable[[Step], object]

    def make(self, requests: Sequence[BackupRequest]) -> list[MadeBackup]:
        key_text = self._copy()
        self._check()
        drafts: list[_Draft] = []
        try:
            self.begun(Step.SEAL)
            for request in requests:
                drafts.append(self._seal(request, key_text))
            for name in _FILES:
                (self.work / name).unlink()  # room for what is opened again
            self.begun(Step.VERIFY)
            for draft in drafts:
                self._verify(draft)
            return [_put_in_place(draft) for draft in drafts]
        finally:
            for draft in drafts:
                draft.file.unlink(missing_ok=True)

    def _copy(self) -> bytes:
        """Copy both files as of one moment; gives keys.json of that moment."""
        self.begun(Step.COPY)
        # Closing a file makes the system drop this program's locks on it; the store's own lock,
        # on a file beside them, keeps other programs away all the same.
        with self.origin.held():
            key_text = (self.origin.folder / KEY_FILE).read_bytes()
            for name in _FILES:
                shutil.copyfile(self.origin.folder / name, self.work / name)
        if KeyFile.parse(self.work / KEY_FILE, key_text).rekey_pending:
            raise UserError(
                tr(
                    "The keys of this database are being changed. Finish that first, then "
                    "back it up."
                )
            )
        return key_text

    def _check(self) -> None:
        """Refuse to keep a corrupt store beside good backups."""
        self.begun(Step.CHECK)
        for name, key in self._keys().items():
            if integrity.check_file(self.work / name, key).findings:
                raise StoreDamaged(
                    tr(
                        "{name} is damaged, so no backup was made: the earlier ones are still "
                        "there. Stop working and restore the last one.",
                        name=name,
                    )
                )

    def _seal(self, request: BackupRequest, key_text: bytes) -> _Draft:
        ring, keys = self.origin.ring, self._keys(identities=request.identities)
        counted = census.take(self.work, keys)
        backup_manifest = Manifest(
            tuple(manifest.part_of(self.work / name) for name in keys), counted
        )
        label = BackupLabel(ring.store_id, self.origin.name, request.at, request.identities)
        place = request.target.with_name(_draft_name(request.target, ring))
        container.write(place, label, BackupSource(key_text, backup_manifest, self.work), ring)
        return _Draft(request, place, label, backup_manifest)

    def _verify(self, draft: _Draft) -> None:
        """Open the backup as a restore would, and count again."""
        opened = self.work / "opened"
        opened.mkdir(mode=0o700)
        front = container.read_front(draft.file)
        unpacked = container.unpack(draft.file, front, self.origin.ring, opened)
        counted = census.take(opened, self._keys(identities=draft.request.identities))
        shutil.rmtree(opened)
        if unpacked != draft.manifest or counted != unpacked.census:
            raise UserError(
                tr("The backup could not be read back as written. Use another disk or stick.")
            )

    def _keys(self, *, identities: bool = True) -> dict[str, str]:
        return _by_file(self.origin.keys, identities=identities)


def _put_in_place(draft: _Draft) -> MadeBackup:
    target = draft.request.target
    os.replace(draft.file, target)
    whole_files.sync_folder(target.parent)
    return MadeBackup(target, draft.manifest.contents(draft.label), target.stat().st_size)


@contextmanager
def _work_folder(origin: Origin, requests: Sequence[BackupRequest]) -> Iterator[Path]:
    """A private folder beside the store with room for a copy; nothing of it stays."""
    own = origin.folder / FOLDER
    own.mkdir(exist_ok=True)
    _sweep(origin, requests)
    work = own / f"{_WORK}{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        _require_space(origin, requests, work)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep(origin: Origin, requests: Sequence[BackupRequest]) -> None:
    """Remove what a backup of this store left behind that was killed: the store's lock is ours."""
    for left in (origin.folder / FOLDER).glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    for folder in {request.target.parent for request in requests}:
        for left in folder.glob(f".*{ENDING}.{_short(origin.ring)}.*{_DRAFT}"):
            left.unlink(missing_ok=True)


def _draft_name(target: Path, ring: Keyring) -> str:
    return f".{target.name}.{_short(ring)}.{secrets.token_hex(4)}{_DRAFT}"


def _short(ring: Keyring) -> str:
    return ring.store_id[:13]  # enough to tell the stores of one folder apart by


def _require_space(origin: Origin, requests: Sequence[BackupRequest], work: Path) -> None:
    whole = sum((origin.folder / name).stat().st_size for name in _FILES)
    space.require_all([(work, whole), *((request.target.parent, whole) for request in requests)])


def _by_file(keys: FileKeys, *, identities: bool) -> dict[str, str]:
    """The raw key of each file, by its name."""
    assert keys.vault is not None
    both = {STORE_FILE: keys.store, VAULT_FILE: keys.vault}
    return {name: both[name] for name in manifest.names_of_parts(identities=identities)}
