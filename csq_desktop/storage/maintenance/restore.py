"""Bringing a store back from a backup: complete under a draft name first, then in its place.

A backup holds what stood in the store when it was made. Whoever was erased since must not come
back: the ledger of erasures lies where a restore does not replace it, and is repeated on the draft,
before there is a store that anybody could open. Backups without identities, the ones kept for
long, still hold the words of complaints: the vault starts empty, and the ledger is repeated, too.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.retention.erasures import Erasure
from csq_desktop.domain.stores.backups import BackupContents, Restored
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import StoreTooNew
from csq_desktop.storage import redo
from csq_desktop.storage.audit import bulk, signatures
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.audit.recorder import RecordedSession
from csq_desktop.storage.backup import census, container, manifest
from csq_desktop.storage.backup.container import Front
from csq_desktop.storage.backup.manifest import Manifest
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.files import atomic, engine, integrity, space
from csq_desktop.storage.files.drafting import draft_of, refuse_existing
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.maintenance import erasure_ledger
from csq_desktop.storage.schema import guard, upgrade
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import DESK, Clock, SessionContext
from csq_desktop.storage.tables.customers.customers import SealedIntakeRow, VaultSecretRow
from csq_desktop.storage.tables.privacy.private_words import SealedWordsRow
from csq_desktop.texts import tr

Unlock = Callable[[KeyFile], tuple[User, Keyring]]
Replay = Callable[[Session, Sequence[Erasure]], int]


def describe(file: Path, unlock: Unlock) -> BackupContents:
    """What a backup says it holds, opened with a key; restoring it proves the rest."""
    front = container.read_front(file)
    _, ring = unlock(front.key_file)
    return container.read_manifest(file, front, ring).contents(front.label)


def restore(
    file: Path, folder: Path, unlock: Unlock, clock: Clock, *, replay: Replay | None = None
) -> Restored:
    """Bring a store back as a new folder: all of it, or nothing.

    `replay` repeats the erasures of the ledgers that lie beside the backup, beside the new folder,
    in other copies of the store there, or on this computer. UserError when there is something of
    that name, when the backup is damaged or not this key's.
    """
    refuse_existing(folder)
    front = container.read_front(file)
    user, ring = unlock(front.key_file)
    backup_manifest = container.read_manifest(file, front, ring)
    _refuse_newer(backup_manifest)
    try:
        with user_errors(disk=False), draft_of(folder, "back") as draft:
            space.require(draft, sum(part.size for part in backup_manifest.parts))
            secret = _fill(draft, file, front, ring)
            desk = SessionContext(user, clock, True)
            _tell(draft, front, desk, ring, secret=secret)
            ledger = erasure_ledger.gather(ring.store_id, ring, _ledger_folders(file, folder))
            erased = 0
            if replay is not None and ledger.entries:
                erased = _erase_again(draft, desk, ring, lambda it: replay(it, ledger.entries))
            # Before the draft takes its place: a kill after that would leave the note of another.
            OwnNote(folder, ring.store_id).forget()
    except OSError as fault:
        raise atomic.unwritten(folder, fault) from fault
    contents = backup_manifest.contents(front.label)
    return Restored(folder, contents, erased, ledger.files > 0, ledger.foreign)


def by_recovery(code: str) -> Unlock:
    """Open with the printed recovery key; the audit trail tells of it as user 0."""
    return lambda key_file: (User(0, "", Role.SUPERVISOR), key_file.unlock_with_recovery(code))


def by_passphrase(user_id: int, passphrase: str) -> Unlock:
    """Open as a supervisor, with the passphrase of the time the backup was made."""

    def unlock(key_file: KeyFile) -> tuple[User, Keyring]:
        ring = key_file.unlock(user_id, passphrase)
        slot = key_file.slot(user_id)
        return User(slot.user_id, slot.name, slot.role), ring

    return unlock


def _refuse_newer(backup_manifest: Manifest) -> None:
    heads = {STORE_FILE: schema.HEAD_STORE, VAULT_FILE: schema.HEAD_VAULT}
    for name, revision in backup_manifest.census.revisions.items():
        if schema.number(revision) > schema.number(heads[name]):
            raise StoreTooNew(
                tr("This backup was made by a newer version of the program. Install that version.")
            )


def _fill(draft: Path, file: Path, front: Front, ring: Keyring) -> str:
    """Write the three files of the store, and prove that they are what was backed up.

    Gives the secret of a vault that begins anew, and nothing where the backup has one.
    """
    backup_manifest = container.unpack(file, front, ring, draft)
    both = {STORE_FILE: ring.store_key, VAULT_FILE: ring.vault_key or ""}
    keys = {part.name: both[part.name] for part in backup_manifest.parts}
    damaged = any(integrity.check_file(draft / name, key).findings for name, key in keys.items())
    if damaged or census.take(draft, keys) != backup_manifest.census:
        raise manifest.damaged()
    key_file = KeyFile.parse(draft / KEY_FILE, front.key_file.text())
    key_file.save()
    if VAULT_FILE in keys:
        return ""
    return _begin_vault(draft / VAULT_FILE, key_file, ring)


def _begin_vault(vault: Path, key_file: KeyFile, ring: Keyring) -> str:
    """Give a store that comes without identities an empty vault, and new keys for its intake."""
    key, (private, public) = ring.vault_key or "", sealing.new_identity()
    engine.connect(vault, key, create=True).close()
    upgrade.to_head({vault: key}, ring)
    key_file.replace_intake(ring, public)
    return private


def _tell(draft: Path, front: Front, desk: SessionContext, ring: Keyring, *, secret: str) -> None:
    """Write into the audit trail that the store came back."""
    writer = engine.writer(draft, FileKeys(ring.store_key, ring.vault_key))
    gate.watch(writer)
    guard.watch_older(writer)
    label, register = front.label, KeyFile.load(draft / KEY_FILE).register
    carried = {DESK: desk, audit.KEYRING: ring, signatures.REGISTER: lambda: register}
    try:
        with RecordedSession(writer, info=carried) as session, session.begin():
            desk.clock.not_before(audit.last_moment(session.connection(), ring) or label.made_at)
            detail = {"made_at": label.made_at, "identities": label.identities}
            guard.tell(session, guard.taken(session))
            audit.note(session, AuditAction.RESTORED, detail=detail)
            if not label.identities:
                redo.begin_anew(session.connection())
                session.add(VaultSecretRow(name=INTAKE_SECRET, value=secret))
                _drop_sealed(session)
    finally:
        writer.dispose()


def _ledger_folders(file: Path, folder: Path) -> Iterator[Path]:
    """Where copies of a store's ledger may lie: beside backup and store, and in stores beside."""
    yield from {file.parent, folder.parent}
    with contextlib.suppress(OSError):
        yield from folder.parent.glob(f"*{folder.suffix}")


def _erase_again(
    draft: Path, desk: SessionContext, ring: Keyring, erase: Callable[[Session], int]
) -> int:
    """Repeat erasures on the draft, brought to this release's schema; gives how many there were.

    Its files are rewritten afterwards: whoever was erased stands in no free page of them either.
    """
    files = {STORE_FILE: ring.store_key, VAULT_FILE: ring.vault_key or ""}
    upgrade.to_head({draft / name: key for name, key in files.items()}, ring)
    writer = engine.writer(draft, FileKeys(ring.store_key, ring.vault_key))
    gate.watch(writer)
    guard.watch(writer, vault=True)
    register = KeyFile.load(draft / KEY_FILE).register
    carried = {DESK: desk, audit.KEYRING: ring, signatures.REGISTER: lambda: register}
    try:
        with RecordedSession(writer, info=carried) as session, session.begin():
            upgrade.tell(session)
            count = erase(session)
        connection = writer.raw_connection()
        try:
            driver = connection.driver_connection
            assert driver is not None
            for statement in ("VACUUM main", "VACUUM vault", "PRAGMA wal_checkpoint(TRUNCATE)"):
                driver.execute(statement)
        finally:
            connection.close()
    finally:
        writer.dispose()
    return count


def _drop_sealed(session: Session) -> None:
    """What was handed in sealed stays closed for good: its key went with the old vault."""
    now = bulk.stored(session.info[DESK].now())
    tables = inspect(session.connection()).get_table_names()  # an older backup has no sealed words
    kinds = [each for each in (SealedIntakeRow, SealedWordsRow) if each.__tablename__ in tables]
    for kind in kinds:
        waiting = session.scalars(select(kind.id).where(kind.opened_at.is_(None)))
        rows = [(now, b"", number) for number in waiting]
        bulk.update(session, kind, ["opened_at", "sealed"], rows, detail={"lost": True})
