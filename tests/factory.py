"""Stores for tests: made once per run with the cheapest keys, then copied."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from csq_desktop.clock import TimeSource
from csq_desktop.domain.users import Role, User
from csq_desktop.storage import opening, unlocking
from csq_desktop.storage.creation import CreatedStore, NewStore
from csq_desktop.storage.files.engine import FileKeys
from csq_desktop.storage.files.lock import LOCK_FILE, StoreLock
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.slots import NewSlot
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.storage.tables.store import UserRow
from csq_desktop.storage.unlocking import Unlocked

PASSPHRASES = {
    Role.SUPERVISOR: "seven lanterns over the harbour",
    Role.STAFF: "two ferries and a tram to North Point",
    Role.AUDITOR: "umbrellas drying in the back office",
}
NAMES = {Role.SUPERVISOR: "Chan Siu Ming", Role.STAFF: "Lee Ka Yan", Role.AUDITOR: "Ho Wing Sze"}
FOLDER = "Shop.csq"
START = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Hong Kong
DEMO_NOW = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)  # a Thursday, 14:30; the last day of a demo


@dataclass
class FixedClock:
    """A computer's clock that stands where the test puts it."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **step: float) -> datetime:
        """Turn the clock by days, hours, minutes …; negative steps turn it back."""
        self.at += timedelta(**step)
        return self.at


Furnish = Callable[[Store, FixedClock], object]


@dataclass(frozen=True)
class Template:
    """A closed store with one user per role, and the keys each of them would unlock."""

    folder: Path
    users: dict[Role, CreatedStore]


@cache
def template() -> Template:
    """The store all others are copied from."""
    folder, clock = _own_folder() / FOLDER, FixedClock()
    first = NewStore(NAMES[Role.SUPERVISOR], PASSPHRASES[Role.SUPERVISOR])
    store, code = opening.create_store(folder, first, KdfCost.FLOOR, source=clock)
    users = {Role.SUPERVISOR: CreatedStore(store.user, store.keyring, code)}
    for role in (Role.STAFF, Role.AUDITOR):
        users[role] = _add_user(store, role)
    store.close()
    return Template(folder, users)


def _own_folder() -> Path:
    """A new folder that lasts as long as the run."""
    root = Path(tempfile.mkdtemp(prefix="csq-template-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root


def open_store(
    tmp_path: Path,
    role: Role = Role.SUPERVISOR,
    *,
    source: TimeSource | None = None,
    furnish: Furnish | None = None,
) -> Store:
    """A user of the role at a store in this folder, copied there when there is none yet.

    Goes round the slow passphrase: the keys are known. One that is furnished is copied as it was
    after its user had signed in at START and had furnished it, which is done once per run.
    """
    clock, folder = source or FixedClock(), tmp_path / FOLDER
    if furnish is None:
        unlock = _unlocked if folder.exists() else _unlocked_copy
        return opening.begin(unlock(copy_store(tmp_path), role, clock))
    assert not folder.exists()
    assert isinstance(clock, FixedClock)
    left = _furnished(role, furnish)
    shutil.copytree(left.folder, folder)
    clock.at = left.at
    store = Store(_unlocked_copy(folder, role, clock))
    store.losses = store.findings = ()
    return store


def empty(_store: Store, _clock: FixedClock) -> None:
    """What stands in a store in which nothing does."""


def _unlocked(folder: Path, role: Role, source: TimeSource) -> Unlocked:
    return unlocking.unlock_new(folder, template().users[role], Clock(source))


def _unlocked_copy(folder: Path, role: Role, source: TimeSource) -> Unlocked:
    """A store that was copied just now: which keys fit and how old it is need no looking up."""
    created, lock = template().users[role], StoreLock(folder)
    lock.take()
    store_keys, vault_keys = created.keyring.store_keys(), created.keyring.vault_keys()
    keys = FileKeys(store_keys[0], vault_keys[0] if vault_keys else None)
    return Unlocked(folder, lock, created.user, created.keyring, keys, Clock(source))


@dataclass(frozen=True)
class _Left:
    """A store as it is on the disk while its user is at work, and the time it is there."""

    folder: Path
    at: datetime


@cache
def _furnished(role: Role, furnish: Furnish) -> _Left:
    root, clock = _own_folder(), FixedClock()
    store = opening.begin(_unlocked(copy_store(root), role, clock))
    furnish(store, clock)
    store.checkpoint()
    in_use = shutil.ignore_patterns("*-wal", "*-shm", LOCK_FILE)
    folder = shutil.copytree(store.folder, root / "open", ignore=in_use)
    store.close()
    return _Left(folder, clock.at)


@contextmanager
def opened(folder: Path, source: TimeSource, role: Role = Role.SUPERVISOR) -> Iterator[Store]:
    """The store in a folder, opened by a user of the role and closed at the end of the block."""
    store = open_store(folder.parent, role, source=source)
    try:
        yield store
    finally:
        store.close()


def copy_store(tmp_path: Path) -> Path:
    """The folder of a closed store inside this folder."""
    folder = tmp_path / FOLDER
    if not folder.exists():
        shutil.copytree(template().folder, folder)
    return folder


def user(role: Role) -> User:
    """The template's user of this role."""
    return template().users[role].user


def _add_user(store: Store, role: Role) -> CreatedStore:
    with store.writing() as session:
        row = UserRow(
            id=ids.reserve(session), name=NAMES[role], role=role, created_at=store.clock.now()
        )
        session.add(row)
        session.flush()
        session.add(PersonRow.of_user(row))
    with store.key_file() as key_file:
        key_file.add_slot(store.keyring, NewSlot(row.id, row.name, role, PASSPHRASES[role]))
        keyring = key_file.unlock(row.id, PASSPHRASES[role])
    return CreatedStore(User(row.id, row.name, role), keyring, "")


def by_hand(store: Store, *statements: str) -> None:
    """What somebody with the store's key does in a program of their own, past the audit trail."""
    with store.writing() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        for statement in statements:
            driver.execute(statement)
