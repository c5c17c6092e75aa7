"""Backups: making one that is proved to open, keeping the right ones, bringing a store back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop import log
from csq_desktop.clock import TimeSource
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.stores.backups import (
    ENDING,
    BackupContents,
    BackupFile,
    BackupLabel,
    BackupOpener,
    BackupState,
    MadeBackup,
    Rekeyed,
    Restored,
    lacks_month,
    outlived,
)
from csq_desktop.domain.users import Permission, User
from csq_desktop.errors import Cancelled, Refused, StoreBusy, UserError
from csq_desktop.exchange.writing.saving import check_target
from csq_desktop.services import users
from csq_desktop.services.customers import intake
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import container, places
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.backup.making import BackupRequest, Origin, Step
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.maintenance import rekeying
from csq_desktop.storage.maintenance import restore as restoring
from csq_desktop.storage.maintenance.restore import Unlock
from csq_desktop.storage.records import stores as records
from csq_desktop.storage.sessions.desk import Clock, desk_of, require
from csq_desktop.storage.store import Store, store_of
from csq_desktop.texts import mark, tr

Progress = Callable[[float, float, str], object]  # steps done, steps in all, what is done now
_STATE, _FOLDER = "backup_state", "backup_folder"
_WORDS = {
    Step.COPY: mark("Copying the store …"),
    Step.CHECK: mark("Checking the copy …"),
    Step.SEAL: mark("Sealing the backup …"),
    Step.VERIFY: mark("Opening the backup again …"),
}
_logger = log.logger("backups")


def make(store: Store, target: Path | None = None, progress: Progress | None = None) -> MadeBackup:
    """Make a verified backup: as the file named, or inside the folder named or the usual one.

    In a folder the first backup of a month gets one without identities beside it, and those that
    nobody needs any more go. Call it outside any transaction: the store is held while it is
    copied. A failure is kept in the store's state until a backup succeeds.
    """
    with store.reading() as session:
        require(session, Permission.BACK_UP)
        place = target or _usual(session)
    try:
        if target is not None and not target.is_dir():
            check_target(target)
        if target is None and not place.is_dir():
            raise _gone(place)
        result = _make(store, place, progress)
    except (Cancelled, Refused, StoreBusy):  # nothing is wrong with the store or the disk
        raise
    except UserError as error:
        _remember_failure(store, error)
        raise
    _remember(store, result)
    return result


def state(session: Session) -> BackupState:
    """When the last verified backup was made, and whether the last try failed."""
    value = records.setting(session, _STATE)
    if not isinstance(value, dict):
        return BackupState()
    return BackupState(
        good_at=_moment(value.get("good_at")),
        good_file=value["good_file"],
        failed_at=_moment(value.get("failed_at")),
        failure=value["failure"],
    )


def due(session: Session) -> bool:
    """Whether a backup is to be made now: none for a day, or the last try failed."""
    return state(session).due(desk_of(session).now())


def folder(session: Session) -> Path:
    """Where backups go: the folder chosen, or the one inside the store."""
    chosen = records.setting(session, _FOLDER)
    return Path(str(chosen)) if chosen else store_of(session).folder / backup.FOLDER


def choose_folder(session: Session, chosen: Path | None) -> None:
    """Put backups into this folder from now on; None for the one inside the store."""
    require(session, Permission.BACK_UP)
    if chosen is not None and not chosen.is_dir():
        raise _gone(chosen)
    records.keep_setting(session, _FOLDER, str(chosen.absolute()) if chosen else "")


def in_folder(session: Session) -> tuple[BackupFile, ...]:
    """The store's backups that lie in the folder they go to, newest first."""
    require(session, Permission.BACK_UP)
    listed = places.list_backups(folder(session), store_of(session).keyring.store_id)
    return tuple(sorted(listed, key=lambda each: (each.made_at, each.file), reverse=True))


def label(file: Path) -> BackupLabel:
    """What a backup says to anybody; UserError when the file is none, or damaged."""
    return container.read_front(file).label


def people(file: Path) -> tuple[User, ...]:
    """Whose passphrase opens a backup: those who were supervisors when it was made."""
    return _supervisors(container.read_front(file).key_file)


def describe(file: Path, opener: BackupOpener) -> BackupContents:
    """What a backup holds, opened with the recovery key or a supervisor's passphrase."""
    return restoring.describe(file, _unlock(file, opener))


def restore(file: Path, target: Path, opener: BackupOpener, *, source: TimeSource) -> Restored:
    """Bring a store back as a new folder, opened as describe() does; never over an existing one."""
    return restoring.restore(file, target, _unlock(file, opener), Clock(source))


def rekey(store: Store, passphrase: str) -> Rekeyed:
    """Change all keys of the store, after a backup; from the first change on the store is closed.

    For when somebody left who may have copied keys: deactivate them first. Everybody but the
    signed-in supervisor needs a new passphrase, and the new recovery key must be printed.
    """
    with store.reading() as session:
        require(session, Permission.ADMINISTER)
        users.confirm(session, passphrase)
        resumed = rekey_waits(session)
    if not resumed:
        make(store)
    with store.writing() as session:
        intake.take_in(session)
        recovery_sheets.note_new(session)  # before the key is new: a kill may come right after
    store.close()
    user_id, source = store.user.id, store.clock.source
    rekeyed = rekeying.rekey(store.folder, user_id, passphrase, clock=Clock(source))
    again = opening.open_store(store.folder, user_id, passphrase, source=source)
    try:
        rekeying.renew_intake(again)
        with again.writing() as session:
            audit.note(session, AuditAction.REKEYED)
    finally:
        again.close()
    return rekeyed


def rekey_waits(session: Session) -> bool:
    """Whether a change of all keys was begun and not finished: rekey() goes on with it."""
    with store_of(session).key_file() as key_file:
        return key_file.rekey_pending


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _make(store: Store, place: Path, progress: Progress | None) -> MadeBackup:
    with store.reading() as session:
        now, zone = desk_of(session).now(), shop.zone(session)
    origin = Origin(store.folder, store.keyring, store.keys, store.held)
    if not place.is_dir():
        return backup.make(origin, [BackupRequest(place, now)], begun=_teller(progress))[0]
    file = places.free(place, places.file_name(origin.name, now, zone))
    copies = [BackupRequest(file, now)]
    if lacks_month(places.list_backups(place, store.keyring.store_id), now, zone):
        month = f"{now.astimezone(zone):%Y-%m}"
        name = tr("{name} {month} without identities", name=origin.name, month=month)
        copies.append(BackupRequest(places.free(place, f"{name}{ENDING}"), now, identities=False))
    result = backup.make(origin, copies, begun=_teller(progress))[0]
    existing = places.list_backups(place, store.keyring.store_id)
    gone = outlived(existing, now, zone, new_file=result.file.name)
    return replace(result, removed=places.remove(place, gone))


def _usual(session: Session) -> Path:
    """The usual folder; the one inside the store is made, a stick has to be plugged in."""
    place = folder(session)
    if place.parent == store_of(session).folder:
        place.mkdir(exist_ok=True)
    return place


def _teller(progress: Progress | None) -> Callable[[Step], object]:
    if progress is None:
        return lambda step: None
    return lambda step: progress(float(step), float(len(Step)), tr(_WORDS[step]))


def _remember(store: Store, result: MadeBackup) -> None:
    with store.writing() as session:
        now, contents = desk_of(session).now(), result.contents
        detail: dict[str, object] = {"file": result.file.name, "sequence": contents.sequence}
        if result.removed:
            detail["removed"] = len(result.removed)
        audit.note(session, AuditAction.BACKED_UP, detail=detail)
        good = {"good_at": now.isoformat(), "good_file": result.file.name}
        records.keep_setting(session, _STATE, {**good, "failed_at": None, "failure": ""})


def _remember_failure(store: Store, error: UserError) -> None:
    """On a full disk this may fail as well: then it is told once, and the backup stays due."""
    try:
        with store.writing() as session:
            before, now = state(session), desk_of(session).now()
            audit.note(session, AuditAction.BACKUP_FAILED, detail={"reason": error.text})
            good_at = before.good_at.isoformat() if before.good_at else None
            last_good = {"good_at": good_at, "good_file": before.good_file}
            failed = {"failed_at": now.isoformat(), "failure": error.text}
            records.keep_setting(session, _STATE, {**last_good, **failed})
    except UserError:
        _logger.exception("a failed backup could not be remembered")


def _unlock(file: Path, opener: BackupOpener) -> Unlock:
    if opener.recovery_key is not None:
        return restoring.by_recovery(opener.recovery_key)
    able = [user for user in people(file) if opener.user in (None, user.name)]
    if not able:
        name = opener.user or ""
        raise UserError(tr("No supervisor called “{name}” can open this backup.", name=name))
    return restoring.by_passphrase(able[0].id, opener.passphrase or "")


def _supervisors(key_file: KeyFile) -> tuple[User, ...]:
    ready = (slot for slot in key_file.slots() if slot.ready and slot.role.sees_identities)
    return tuple(User(slot.user_id, slot.name, slot.role) for slot in ready)


def _gone(place: Path) -> UserError:
    return UserError(
        tr(
            "The folder “{name}” for backups is not there. Plug the disk or stick in, or choose "
            "another folder.",
            name=place.name,
        )
    )
