"""Backups: making one that is proved to open, keeping the right ones, bringing a store back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop import log, paths
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
    Restored,
    lacks_month,
    outlived,
)
from csq_desktop.domain.stores.moments import past
from csq_desktop.domain.users import Permission, User
from csq_desktop.domain.words.retelling import Account, listening, retold
from csq_desktop.errors import Cancelled, Refused, StoreBusy, UserError
from csq_desktop.exchange.writing.saving import check_target
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.retention import erasures
from csq_desktop.services.settings import shop
from csq_desktop.services.stores.progress import Progress, silent
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import container, places
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.backup.making import BackupRequest, Origin, Step
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.maintenance import erasure_ledger
from csq_desktop.storage.maintenance import restore as restoring
from csq_desktop.storage.maintenance.erasure_ledger import ErasureLedger, OwnerLink
from csq_desktop.storage.maintenance.restore import Unlock
from csq_desktop.storage.records.bodies import StoredMoment, if_sound, to_body
from csq_desktop.storage.records.shop import stores as records
from csq_desktop.storage.records.shop.stores import BACKUP_FOLDER, BACKUP_STATE, OWNER_LINKS
from csq_desktop.storage.sessions.desk import Clock, desk_of, require
from csq_desktop.storage.store import Store, store_of
from csq_desktop.texts import mark, tr

MOST_FOLDERS = 8  # so many folders are remembered, to remove from them what nobody needs
_WORDS = {
    Step.COPY: mark("Copying the database …"),
    Step.CHECK: mark("Checking the copy …"),
    Step.SEAL: mark("Sealing the backup …"),
    Step.VERIFY: mark("Opening the backup again …"),
}
_USUAL = "usual"  # no folder that could be chosen: theirs begin at the root of a disk
_Links = tuple[OwnerLink, ...]
_logger = log.logger("backups")


@dataclass(frozen=True)
class _StoredState:
    """What is kept of backups between two of them; `folders` are those used from `home` so far."""

    good_at: StoredMoment | None = None
    good_file: str = ""
    inside: bool | None = None
    failed_at: StoredMoment | None = None
    failure: Account = ""
    home: str = ""
    folders: tuple[str, ...] = ()


class BackupShelf(NamedTuple):
    """A folder, and whose backups in it are meant."""

    folder: Path
    store_id: str


def make(store: Store, target: Path | None = None, progress: Progress | None = None) -> MadeBackup:
    """Make a verified backup: as the file named, or inside the folder named or the usual one.

    In a folder the first backup of a month gets one without identities beside it, and those that
    nobody needs any more go, in the folders used earlier too. Call it outside any transaction: the
    store is held while it is copied. A failure is kept in the store's state until a backup
    succeeds.
    """
    with store.reading() as session:
        require(session, Permission.BACK_UP)
        place, chosen = target or folder(session), bool(_chosen(session))
    with listening() as listener:
        try:
            if target is None:
                _require_folder(place, chosen=chosen)
            elif not target.is_dir():
                check_target(target)
            result = _make(store, place, progress)
        except (Cancelled, Refused, StoreBusy):  # nothing is wrong with the store or the disk
            raise
        except UserError as error:
            _remember_failure(store, listener.account(error.text))
            raise
    _remember(store, result, in_folder=place.is_dir())
    keep_ledger(store, [result.file.parent])
    return result


def state(session: Session) -> BackupState:
    """When the last verified backup was made, and whether the last try failed."""
    stored = _stored(session)
    good_at = past(stored.good_at, desk_of(session).now())
    # Backups of earlier versions stood in the store's own folder unless another was chosen.
    inside = stored.inside if stored.inside is not None else not _chosen(session)
    return BackupState(
        good_at=good_at,
        good_file=stored.good_file if good_at else "",
        inside=inside and good_at is not None,
        failed_at=stored.failed_at,
        failure=retold(stored.failure),
        place_chosen=bool(_place(session)),
    )


def folder(session: Session) -> Path:
    """Where backups go: the folder chosen, or the store's own among the user's documents."""
    chosen = _chosen(session)
    return Path(chosen) if chosen else paths.default_backups_folder(store_of(session).folder.stem)


def choose_folder(session: Session, chosen: Path | None) -> None:
    """Put backups into this folder from now on; None for the one among the user's documents."""
    require(session, Permission.BACK_UP)
    if chosen is not None:
        check_folder(chosen, store_of(session).folder)
    keep_folder(session, chosen)


def check_folder(chosen: Path, store_folder: Path) -> None:
    """Refuse a folder that is not there, or that is lost together with the store."""
    if not chosen.is_dir():
        raise _gone(chosen)
    if _is_inside(chosen, store_folder):
        raise UserError(
            tr("This is the database’s own folder: if it is lost, both are. Choose another folder.")
        )


def keep_folder(session: Session, chosen: Path | None) -> None:
    """Write down a folder that was checked."""
    records.keep_setting(session, BACKUP_FOLDER, str(chosen.absolute()) if chosen else _USUAL)


def shelf(session: Session) -> BackupShelf:
    """Where the store's backups lie, for looking there without the store."""
    require(session, Permission.BACK_UP)
    return BackupShelf(folder(session), store_of(session).keyring.store_id)


def on_shelf(place: BackupShelf) -> tuple[BackupFile, ...]:
    """The store's backups that lie there, newest first; a drive that hangs never answers."""
    listed = places.list_backups(place.folder, place.store_id)
    return tuple(sorted(listed, key=lambda each: (each.made_at, each.file), reverse=True))


def in_folder(session: Session) -> tuple[BackupFile, ...]:
    """The store's backups that lie in the folder they go to, newest first."""
    return on_shelf(shelf(session))


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
    """Bring a store back as a new folder, opened as describe() does; never over an existing one.

    Erasures that were made after the backup are repeated before anybody can open it.
    """
    unlock = _unlock(file, opener)
    return restoring.restore(file, target, unlock, Clock(source), replay=erasures.replay)


def keep_ledger(store: Store, folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Put the ledger of erasures beside the store, where backups go, and on this computer.

    Gives the places that refused it; there is none to put anywhere before the first erasure.
    """
    with store.reading() as session:
        known = ledger(session)
        places = dict.fromkeys([store.folder, folder(session), *_folders_used(session), *folders])
    if not known.entries:
        return ()
    return erasure_ledger.spread(known, [*places], shop=store.folder.stem)


def ledger(session: Session) -> ErasureLedger:
    """The ledger of erasures, ready to be signed; only supervisors hold the key for that."""
    require(session, Permission.BACK_UP)
    links = if_sound(_Links, records.setting(session, OWNER_LINKS)) or ()
    return ErasureLedger(erasures.ledger(session), links, store_of(session).keyring)


def keep_link(session: Session, before: Keyring) -> None:
    """Keep that the keys in use follow others: the ledger of before them stays believed."""
    require(session, Permission.ADMINISTER)
    added = erasure_ledger.link(before, store_of(session).keyring)
    links = if_sound(_Links, records.setting(session, OWNER_LINKS)) or ()
    if added is not None:
        records.keep_setting(session, OWNER_LINKS, [to_body(each) for each in (*links, added)])


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
    return replace(result, removed=tuple(_thin_out(store, result.file, now, zone)))


def _thin_out(store: Store, new: Path, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Remove what nobody needs any more, in the folder of the new backup and in those before it."""
    with store.reading() as session:
        folders = _folders_used(session)
    for place in dict.fromkeys([new.parent, *folders]):
        here, new_file = place == new.parent, new.name if place == new.parent else ""
        existing = places.list_backups(place, store.keyring.store_id)
        gone = outlived(existing, now, zone, new_file=new_file, newest_is_here=here)
        yield from places.remove(place, gone)


def _folders_used(session: Session) -> list[Path]:
    """The folders that backups went to until now; a stick among them may be unplugged.

    A store that was moved, or brought back beside the one it is a copy of, forgets them: it must
    not remove what may be another's.
    """
    stored, home = _stored(session), store_of(session).folder
    earlier = stored.folders if stored.home == str(home) else ()
    return [home / backup.FOLDER, *map(Path, earlier)]


def _chosen(session: Session) -> str:
    """The folder chosen; nothing for the usual one."""
    place = _place(session)
    return "" if place == _USUAL else place


def _place(session: Session) -> str:
    """What was decided about the place; nothing while nobody did."""
    return if_sound(str, records.setting(session, BACKUP_FOLDER)) or ""


def _is_inside(place: Path, store_folder: Path) -> bool:
    return place.resolve().is_relative_to(store_folder.resolve())


def _require_folder(place: Path, *, chosen: bool) -> None:
    """The usual folder is made; one that was chosen is there, or its stick is not plugged in."""
    if not chosen:
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise atomic.unwritten(place.parent, fault) from fault
    elif not place.is_dir():
        raise _gone(place)


def _teller(progress: Progress | None) -> Callable[[Step], object]:
    tell = progress or silent
    return lambda step: tell(float(step), float(len(Step)), tr(_WORDS[step]))


def _remember(store: Store, result: MadeBackup, *, in_folder: bool) -> None:
    place = result.file.parent
    with store.writing() as session:
        now, contents = desk_of(session).now(), result.contents
        detail: dict[str, object] = {"file": result.file.name, "sequence": contents.sequence}
        if result.removed:
            detail["removed"] = len(result.removed)
        audit.note(session, AuditAction.BACKED_UP, detail=detail)
        disclosures.note_backup(session, result.file.name)
        inside = _is_inside(place, store.folder)
        stored = _folders_with(session, place.absolute()) if in_folder else _stored(session)
        good = replace(stored, good_at=now, good_file=result.file.name, inside=inside)
        _keep_state(session, replace(good, failed_at=None, failure=""))


def _folders_with(session: Session, place: Path) -> _StoredState:
    """The folders to be thinned out from now on; one where a single named file lies is none."""
    own, *earlier = map(str, _folders_used(session))
    folders = [folder for folder in dict.fromkeys([str(place), *earlier]) if folder != own]
    home = str(store_of(session).folder)
    return replace(_stored(session), home=home, folders=tuple(folders[:MOST_FOLDERS]))


def _remember_failure(store: Store, failure: Account) -> None:
    """On a full disk this may fail as well: then it is told once, and the backup stays due."""
    try:
        with store.writing() as session:
            now = desk_of(session).now()
            audit.note(session, AuditAction.BACKUP_FAILED, detail={"reason": failure})
            _keep_state(session, replace(_stored(session), failed_at=now, failure=failure))
    except UserError:
        _logger.exception("a failed backup could not be remembered")


def _stored(session: Session) -> _StoredState:
    return if_sound(_StoredState, records.setting(session, BACKUP_STATE)) or _StoredState()


def _keep_state(session: Session, state: _StoredState) -> None:
    records.keep_setting(session, BACKUP_STATE, to_body(state))


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
