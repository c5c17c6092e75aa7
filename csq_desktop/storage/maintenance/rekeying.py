"""Changing all keys of a store after somebody left who may have copied them.

Each file is copied under its next key beside the old one, checked, and only then put in its place.
The next keys wait in keys.json from before the first copy until after the last one, so that a kill
at any point leaves a store that one of the two keys opens; rekey() then goes on where it stopped.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop import whole_files
from csq_desktop.domain.stores.backups import Rekeyed
from csq_desktop.errors import StoreBusy, StoreDamaged
from csq_desktop.storage.backup import census, manifest
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.files import atomic, engine, integrity, space
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.waits import Waits
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.cases import evidence
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import VaultSecretRow
from csq_desktop.texts import tr

_NEXT = ".next"
_PAGES = 2_000  # copied at a time


def rekey(
    folder: Path,
    user_id: int,
    passphrase: str,
    *,
    clock: Clock,
    begun: Callable[[str], object] = lambda _: None,
) -> Rekeyed:
    """Put a store that nobody has open under new keys; gives the new recovery key to print.

    Only this supervisor can sign in afterwards: everybody else needs a new passphrase. `begun`
    hears which file is being put under its next key.
    """
    with _held(folder), user_errors():
        key_file = KeyFile.load(folder / KEY_FILE)
        with Waits(folder, key_file.store_id).attempt(user_id, clock.now()):
            ring = key_file.unlock(user_id, passphrase)
        if ring.vault is None:
            raise manifest.only_supervisors()
        space.require(folder, sum(file.stat().st_size for file in _files(folder)))
        _require_settled(folder, ring)
        ring = key_file.begin_rekey(ring)
        for name, keys in _both_keys(ring).items():
            begun(name)
            # One that opens with the next key was finished before a kill.
            if engine.fitting_key(folder / name, keys) == keys[0]:
                _recode(folder / name, *keys)
        last = census.take(folder, {STORE_FILE: ring.store_keys()[-1]}).sequence
        _, code = key_file.finish_rekey(user_id, passphrase, last_sequence=last)
    others = (slot.name for slot in key_file.slots() if slot.active and not slot.ready)
    return Rekeyed(code, tuple(others))


def _require_settled(folder: Path, ring: Keyring) -> None:
    """What redo.py keeps is sealed with the old vault key: the next unlock has to settle it."""
    file = folder / STORE_FILE
    with closing(engine.connect(file, engine.fitting_key(file, ring.store_keys()))) as driver:
        if driver.execute("SELECT count(*) FROM vault_redo").fetchone()[0]:
            raise StoreBusy(
                tr("The database was not closed properly. Open and close it once, then try again.")
            )


def _recode(file: Path, old: str, following: str) -> None:
    """Put a file under its next key: as it was, or as it will be, and never in between."""
    draft = file.with_name(file.name + _NEXT)
    for left in (draft, *_logs(draft)):
        left.unlink(missing_ok=True)
    try:
        _copy(file, draft, old, following)
        if _counted(file, old) != _counted(draft, following):
            raise _unlike(file)
        if integrity.check_file(draft, following).findings:
            raise _unlike(file)
        _forced(draft)
        for left in _logs(file):  # empty by now; under the next key they would be nonsense
            left.unlink(missing_ok=True)
        os.replace(draft, file)
    except OSError as fault:
        raise atomic.unwritten(file, fault) from fault
    finally:
        draft.unlink(missing_ok=True)
    whole_files.sync_folder(file.parent)


def _copy(file: Path, draft: Path, old: str, following: str) -> None:
    with (
        closing(engine.connect(file, old)) as source,
        closing(engine.connect(draft, following, create=True)) as target,
    ):
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with _numbered_errors():
            source.backup(target, pages=_PAGES)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _numbered_errors() -> Iterator[None]:
    """The driver's copying raises errors without their number: the words have to do."""
    try:
        yield
    except sqlcipher.OperationalError as fault:
        full = "full" in str(fault)
        fault.sqlite_errorcode = sqlcipher.SQLITE_FULL if full else sqlcipher.SQLITE_IOERR
        raise


def _counted(file: Path, key: str) -> object:
    with closing(engine.connect(file, key)) as driver:
        return census.counts(driver)


def _forced(file: Path) -> None:
    with file.open("rb+") as opened:
        whole_files.force_to_disk(opened.fileno())


def _logs(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in ("-wal", "-shm")]


def _both_keys(ring: Keyring) -> dict[str, list[str]]:
    return {STORE_FILE: ring.store_keys(), VAULT_FILE: ring.vault_keys()}


def _files(folder: Path) -> list[Path]:
    return [folder / STORE_FILE, folder / VAULT_FILE]


def _unlike(file: Path) -> StoreDamaged:
    return StoreDamaged(
        tr(
            "{name} could not be re-encrypted with new keys: it is damaged. Nothing "
            "was changed. Restore the last backup first.",
            name=file.name,
        )
    )


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    lock = StoreLock(folder)
    lock.take()
    try:
        yield
    finally:
        lock.release()


def renew_intake(store: Store) -> None:
    """Seal what is handed in at the counter to a new public key from now on.

    The vault holds both private keys until keys.json names the new public one, and the old one
    for as long as a caller, words or a file sealed to it wait.
    """
    private, public = sealing.new_identity()
    with store.writing() as session:
        secret = _intake_secret(session)
        secret.value = f"{private}\n{secret.value}"
    with store.key_file() as key_file:
        key_file.replace_intake(store.keyring, public)
    with store.writing() as session:
        store.keep_key_file_copy(session)
        waiting = (
            customers.count_sealed(session),
            private_words.sealed_waiting(session),
            evidence.sealed(session),
        )
        if not any(waiting):
            _intake_secret(session).value = private


def _intake_secret(session: Session) -> VaultSecretRow:
    return session.get_one(VaultSecretRow, INTAKE_SECRET)
