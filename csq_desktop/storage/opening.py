"""Opening a store: the lock, the keys, the revisions, and what a look at it brings to light."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Action
from csq_desktop.domain.users import User
from csq_desktop.domain.wording import duration_text
from csq_desktop.errors import Refused, StoreTooNew
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.creation import KEY_FILE, Made
from csq_desktop.storage.files import atomic, engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.wait_record import Failure
from csq_desktop.storage.keys.waits import RECOVERY, Waits
from csq_desktop.storage.maintenance import repair
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.schema import upgrade
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.tables.store import KeyFileCopyRow
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from csq_desktop.storage.store import Store

CLOCK_TOLERATED = timedelta(hours=1)  # less is told by the audit trail alone
_COPY = 1


@dataclass(frozen=True)
class Unlocked:
    """A store whose lock is held and whose files the keys fit; `clock` is its time from now on."""

    folder: Path
    lock: StoreLock
    user: User
    keyring: Keyring
    keys: FileKeys
    clock: Clock


def unlock(folder: Path, user_id: int, passphrase: str, *, clock: Clock) -> Unlocked:
    """Hold the store and find its keys; nothing stays held when that fails."""
    lock = StoreLock(folder)
    lock.take()
    try:
        key_file = KeyFile.load(folder / KEY_FILE)
        with Waits(folder, key_file.store_id).attempt(user_id, clock.now()):
            keyring = key_file.unlock(user_id, passphrase)
        slot = key_file.slot(user_id)
        user = User(slot.user_id, slot.name, slot.role)
        return _fitted(folder, lock, clock, user=user, keyring=keyring)
    except BaseException:
        lock.release()
        raise


def unlock_with_recovery(folder: Path, code: str, user_id: int, *, clock: Clock) -> Unlocked:
    """Hold the store for a supervisor who has the printed recovery key and no passphrase."""
    lock = StoreLock(folder)
    lock.take()
    try:
        key_file = KeyFile.load(folder / KEY_FILE)
        slot = key_file.slot(user_id)
        if not (slot.active and slot.role.sees_identities):
            raise Refused(tr("Only a supervisor can do this."))
        with Waits(folder, key_file.store_id).attempt(RECOVERY, clock.now()):
            keyring = key_file.unlock_with_recovery(code)
        user = User(slot.user_id, slot.name, slot.role)
        return _fitted(folder, lock, clock, user=user, keyring=keyring)
    except BaseException:
        lock.release()
        raise


def unlock_made(folder: Path, made: Made, clock: Clock) -> Unlocked:
    """Hold a store that was made just now: its keys are known already."""
    lock = StoreLock(folder)
    lock.take()
    try:
        return _fitted(folder, lock, clock, user=made.user, keyring=made.keyring)
    except BaseException:
        lock.release()
        raise


def _fitted(
    folder: Path, lock: StoreLock, clock: Clock, *, user: User, keyring: Keyring
) -> Unlocked:
    """The keys that open the files as they are now, their schemas brought up to date."""
    files = {STORE_FILE: keyring.store_keys(), VAULT_FILE: keyring.vault_keys()}
    engine.require_files(folder)
    atomic.sweep(folder)
    found = {name: engine.fitting_key(folder / name, held) for name, held in files.items() if held}
    keys = FileKeys(found[STORE_FILE], found.get(VAULT_FILE))
    _bring_up_to_date(
        folder, found, lambda: backup.before_upgrade(folder, keyring, keys, clock.now())
    )
    return Unlocked(folder, lock, user, keyring, keys, clock)


def begin(store: "Store") -> tuple[str, ...]:
    """Look the store over and write down that its user came; gives sentences for the user."""
    with store.reading() as session:
        connection = session.connection()
        last = audit.last_moment(connection)
        anchor = store.anchor()
        whole = audit.holds(connection, anchor)
    if last is not None:
        store.clock.not_before(last)
    with store.writing() as session:
        upgrade.tell(session)
        keep_key_file_copy(session, store)
        failures = _tell_failures(session, store)
        audit.note(session, Action.SIGNED_IN)
        if not whole:
            found = {"anchored": anchor.sequence, "head": anchor.head}
            audit.note(session, Action.TRAIL_BROKEN, detail=found)
        repair.run(session)
    if failures:
        Waits(store.folder, store.keyring.store_id).forget(failures)
    return tuple(_findings(store, whole=whole))


def keep_key_file_copy(session: Session, store: "Store") -> None:
    """Keep a copy of keys.json in store.db; StoreDamaged when keys.json is older than the copy."""
    with store.key_file() as key_file:
        copy = session.get(KeyFileCopyRow, _COPY) or KeyFileCopyRow(id=_COPY, edition=0)
        key_file.refuse_older_than(copy.edition)
        if copy.edition < key_file.edition:
            copy.edition, copy.text = key_file.edition, key_file.text().decode()
            session.add(copy)


def _tell_failures(session: Session, store: "Store") -> list[Failure]:
    failures = Waits(store.folder, store.keyring.store_id).failures()
    for at, user_id in failures:
        audit.note(session, Action.SIGN_IN_FAILED, "user", user_id, {"at": at})
    return failures


def _findings(store: "Store", *, whole: bool) -> Iterator[str]:
    if not whole:
        yield tr(
            "Records that were written are gone: an earlier copy of this store was put back, or "
            "its disk lost them. The audit trail says so from now on. Compare the store with the "
            "last backup."
        )
    if store.sees_identities and _rekey_waits(store):
        yield tr(
            "A change of all keys was begun and not finished. Finish it: until then no backup "
            "can be made."
        )
    behind = store.clock.behind()
    if behind > CLOCK_TOLERATED:
        yield tr(
            "This computer's clock is {time} behind the last entry of the store. Set the clock "
            "right; if it was ahead before, a supervisor can set the store's clock right.",
            time=duration_text(int(behind.total_seconds())),
        )


def _rekey_waits(store: "Store") -> bool:
    with store.key_file() as key_file:
        return key_file.rekey_pending


def _bring_up_to_date(folder: Path, keys: dict[str, str], back_up: Callable[[], object]) -> None:
    """Upgrade files of an earlier release, after a backup; a supervisor's keys open both."""
    older = [name for name, key in keys.items() if _is_older(folder / name, key)]
    if not older:
        return
    if VAULT_FILE not in keys:
        raise Refused(
            tr("The program was updated: a supervisor has to sign in once before others can.")
        )
    back_up()
    upgrade.to_head({folder / name: keys[name] for name in older})


def _is_older(file: Path, key: str) -> bool:
    """Whether a file's schema, or the declaration of its sums, is of an earlier release."""
    heads = {STORE_FILE: schema.HEAD_STORE, VAULT_FILE: schema.HEAD_VAULT}
    with user_errors(), closing(engine.connect(file, key)) as connection:
        found, head = schema.number(schema.revision(connection)), schema.number(heads[file.name])
        if found > head:
            raise StoreTooNew(
                tr("This store was written by a newer version of the program. "
                   "Install that version.")
            )  # fmt: skip
        if file.name == STORE_FILE and not sums.are_declared(connection):
            return True
    return found < head
