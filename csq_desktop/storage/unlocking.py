"""Unlocking a store: its lock, the keys that fit its files, their schemas brought up to date."""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from csq_desktop.domain.users import User
from csq_desktop.errors import Refused, StoreTooNew
from csq_desktop.storage.audit import chain, signatures
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.creation import CreatedStore
from csq_desktop.storage.files import atomic, engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.storage.keys import slots
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.waits import RECOVERY, Waits
from csq_desktop.storage.rollups import sums
from csq_desktop.storage.schema import notes, upgrade
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.texts import tr


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
        unlocked = _fitted(folder, lock, clock, user=user, keyring=keyring)
        return _signing(unlocked, key_file, passphrase)
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
        unlocked = _fitted(folder, lock, clock, user=user, keyring=keyring)
        return _signing(unlocked, key_file, None)
    except BaseException:
        lock.release()
        raise


def unlock_new(folder: Path, created: CreatedStore, clock: Clock) -> Unlocked:
    """Hold a store that was made just now: its keys are known already."""
    lock = StoreLock(folder)
    lock.take()
    try:
        return _fitted(folder, lock, clock, user=created.user, keyring=created.keyring)
    except BaseException:
        lock.release()
        raise


def _signing(unlocked: Unlocked, key_file: KeyFile, passphrase: str | None) -> Unlocked:
    """With a key to sign with: users of an older store, and of the recovery sheet, get one now."""
    ring, user_id = unlocked.keyring, unlocked.user.id
    if not key_file.needs_signer(ring, user_id):
        return unlocked
    bound = engine.single(unlocked.folder / STORE_FILE, unlocked.keys.store)
    try:
        with user_errors(), bound.begin() as connection:
            last = chain.last_link(connection, ring).sequence
            if ring.owner_public == "" and signatures.has_any(connection, user_id):
                raise slots.changed()  # who signed before has a slot that knows the owner
            seen = signatures.seen_edition(connection, ring.store_id, key_file.register)
    finally:
        bound.dispose()
    key_file.refuse_older_than(0, seen)  # before an earlier register is written anew
    ring = key_file.give_signer(ring, user_id, passphrase, last_sequence=last)
    return replace(unlocked, keyring=ring)


def _fitted(
    folder: Path, lock: StoreLock, clock: Clock, *, user: User, keyring: Keyring
) -> Unlocked:
    """The keys that open the files as they are now, their schemas brought up to date."""
    files = {STORE_FILE: keyring.store_keys(), VAULT_FILE: keyring.vault_keys()}
    engine.require_files(folder)
    atomic.sweep(folder)
    atomic.keep_private(folder / name for name in (STORE_FILE, VAULT_FILE))
    fitting = {
        name: engine.fitting_key(folder / name, held) for name, held in files.items() if held
    }
    keys = FileKeys(fitting[STORE_FILE], fitting.get(VAULT_FILE))
    if _is_behind(folder, fitting):
        if keys.vault is None:
            raise Refused(
                tr("The program was updated. A supervisor must sign in once before others can.")
            )
        backup.before_upgrade(folder, keyring, keys, clock.now())
        upgrade.to_head({folder / name: key for name, key in fitting.items()}, keyring)
    return Unlocked(folder, lock, user, keyring, keys, clock)


def _is_behind(folder: Path, keys: dict[str, str]) -> bool:
    """Whether an upgrade is due; for staff also, whether an opening after it is."""
    return any(
        _is_older(folder / name, key, alone=VAULT_FILE not in keys) for name, key in keys.items()
    )


def _is_older(file: Path, key: str, *, alone: bool) -> bool:
    """Whether a file's schema, or the declaration of its sums, is of an earlier release.

    To who opens store.db `alone`, too, one whose upgrade no supervisor has told the trail yet.
    """
    heads = {STORE_FILE: schema.HEAD_STORE, VAULT_FILE: schema.HEAD_VAULT}
    with user_errors(), closing(engine.connect(file, key)) as connection:
        number, head = schema.number(schema.revision(connection)), schema.number(heads[file.name])
        if number > head:
            raise StoreTooNew(
                tr(
                    "This database was made by a newer version of the program. Install "
                    "that version."
                )
            )
        if number < head:
            return True
        if file.name != STORE_FILE:
            return False
        return not sums.are_declared(connection) or (alone and notes.any_left(connection))
