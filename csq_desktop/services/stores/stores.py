"""Stores: making one, signing in to one, and what is said when neither is possible.

Before anybody has signed in only light modules may be loaded, so everything that touches the
database is imported by the function that needs it.
"""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop import log
from csq_desktop.domain.users import User
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import NotAStore, Refused, StoreDamaged, UserError
from csq_desktop.storage.files.drafting import refuse_long
from csq_desktop.storage.keys import sign_in_names
from csq_desktop.texts import tr

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from csq_desktop.clock import TimeSource
    from csq_desktop.domain.shop.shop import NewShop
    from csq_desktop.storage.keys.kdf import KdfCost
    from csq_desktop.storage.store import Store

ENDING = ".csq"
LONGEST_SHOP_NAME, LONGEST_BRANCH_CODE = 120, 12
_FILES = ("keys.json", "store.db", "vault.db")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_logger = log.logger("stores")


def warm_up() -> None:
    """Load what signing in needs; runs beside the window while the passphrase is typed."""
    from csq_desktop.services.customers import intake
    from csq_desktop.services.settings import shop
    from csq_desktop.storage import store
    from csq_desktop.storage.keys import waits
    from csq_desktop.storage.schema import guard

    ready = intake, shop, store, waits, len(guard.declared())
    _logger.debug("ready to sign in: %s", ready)


def require_whole(folder: Path) -> None:
    """NotAStore, in words that say what is missing, unless all files of a store are there."""
    name = folder.name
    if not folder.is_dir():
        raise NotAStore(
            tr(
                "“{name}” was not found: it was moved or renamed, or its disk is not connected.",
                name=name,
            )
        )
    refuse_long(folder)
    missing = [file for file in _FILES if not (folder / file).is_file()]
    if len(missing) == len(_FILES):
        raise NotAStore(
            tr("“{name}” is not a database. Choose the folder whose name ends in .csq.", name=name)
        )
    if _FILES[0] in missing:
        raise NotAStore(
            tr(
                "The key file keys.json of “{name}” is missing, and nobody can open "
                "the database without it. Restore it from the latest backup.",
                name=name,
            )
        )
    if missing:
        raise NotAStore(
            tr(
                "The file {file} of “{name}” is missing. Put it back, or restore the latest "
                "backup.",
                file=missing[0],
                name=name,
            )
        )


def people(folder: Path) -> tuple[User, ...]:
    """Who may sign in, supervisors first, read without any key.

    NotAStore, StoreDamaged or StoreTooNew when the folder cannot be opened as a store.
    """
    require_whole(folder)
    users = sign_in_names.read(folder)
    if not users:
        raise StoreDamaged(
            tr("The key file of this database is damaged. Restore keys.json from a backup.")
        )
    return users


def seconds_to_wait(folder: Path, user_id: int) -> int:
    """Whole seconds until the user may try a passphrase again; 0 when they may now."""
    from csq_desktop.storage.keys.key_file import KeyFile
    from csq_desktop.storage.keys.waits import Waits

    return Waits(folder, KeyFile.load(folder / _FILES[0]).store_id).seconds_left(user_id)


def wait_text(seconds: int) -> str:
    """The sentence for a wait of so many seconds."""
    from csq_desktop.storage.keys import waits

    return waits.wait_text(seconds)


def recovery_key_problem(typed: str) -> str:
    """Which group of a recovery key is mistyped so far, in a sentence; empty while none is."""
    from csq_desktop.storage.keys import recovery

    return recovery.mistyped(typed)


def recovery_key_finished(typed: str) -> bool:
    """Whether the recovery key was typed to its end."""
    from csq_desktop.storage.keys import recovery

    return recovery.finished(typed)


def place_for(new: "NewShop", inside: Path) -> Path:
    """A free folder for a new store, named after the shop and its branch."""
    parts = f"{new.name} {new.branch_code}"
    plain = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub(" ", parts))
    name = one_line(plain)[:80].strip(". ") or tr("Shop")
    return free_place(f"{name}_" if _RESERVED.fullmatch(name.split(".")[0]) else name, inside)


def free_place(name: str, inside: Path) -> Path:
    """A folder for a store of this name that is not there yet."""
    number, place = 1, inside / f"{name}{ENDING}"
    while place.exists():
        number += 1
        place = inside / f"{name} {number}{ENDING}"
    return place


def check_new(new: "NewShop") -> "NewShop":
    """The new shop's facts without stray blanks; UserError for the first that is missing."""
    name, code, supervisor = map(one_line, (new.name, new.branch_code, new.supervisor))
    tidy = replace(new, name=name, branch_code=code, supervisor=supervisor)
    if not tidy.name or len(tidy.name) > LONGEST_SHOP_NAME:
        raise UserError(
            tr("Enter the shop’s name in 1 to {n} letters.", n=LONGEST_SHOP_NAME), field="name"
        )
    if not tidy.branch_code or len(tidy.branch_code) > LONGEST_BRANCH_CODE:
        raise UserError(
            tr("Enter the branch code in 1 to {n} letters or digits.", n=LONGEST_BRANCH_CODE),
            field="branch_code",
        )
    if not tidy.supervisor:
        raise UserError(
            tr("Enter your name: you will be the first supervisor."), field="supervisor"
        )
    return tidy


def create(
    folder: Path,
    new: "NewShop",
    passphrase: str,
    *,
    source: "TimeSource",
    cost: "KdfCost | None" = None,
) -> "tuple[Store, str]":
    """Make a store, signed in as its first supervisor; gives the recovery key to print.

    Without a cost, this computer is timed first so that a passphrase takes it about a second.
    """
    from csq_desktop.services.stores import backups
    from csq_desktop.storage import opening
    from csq_desktop.storage.creation import NewStore
    from csq_desktop.storage.keys import passphrases
    from csq_desktop.storage.keys.kdf import calibrate

    tidy = check_new(new)
    passphrases.check(passphrase, also_forbidden=(tidy.name, tidy.branch_code, tidy.supervisor))
    if tidy.backups_in is not None:
        backups.check_folder(tidy.backups_in, folder)

    def fill(session: "Session") -> None:
        _set_up(session, tidy)
        if tidy.backups_in is not None:
            backups.keep_folder(session, tidy.backups_in)

    first = NewStore(tidy.supervisor, passphrase, fill)
    return opening.create_store(folder, first, cost or calibrate(), source=source)


def open(folder: Path, user_id: int, passphrase: str, *, source: "TimeSource") -> "Store":
    """Sign a user in; callers handed in sealed move into the vault when a supervisor comes.

    WrongPassphrase, MustWait, StoreBusy (at once), StoreDamaged, StoreTooNew or NotAStore.
    """
    require_whole(folder)
    from csq_desktop.storage import opening

    store = opening.open_store(folder, user_id, passphrase, source=source)
    _welcome_supervisor(store)
    return store


def open_with_recovery(
    folder: Path,
    code: str,
    new_passphrase: str,
    *,
    source: "TimeSource",
    user_id: int | None = None,
) -> "Store":
    """Open with the printed recovery key and give a supervisor a new passphrase.

    Without a user it is the first supervisor. The sheet stays valid; the trail tells of its use.
    """
    require_whole(folder)
    from csq_desktop.domain.audit.entries import AuditAction
    from csq_desktop.services import users
    from csq_desktop.services.stores import recovery_sheets
    from csq_desktop.storage import opening, unlocking
    from csq_desktop.storage.audit import chain as audit
    from csq_desktop.storage.keys import passphrases
    from csq_desktop.storage.sessions.desk import Clock

    chosen = _supervisor(folder, user_id)
    passphrases.check(new_passphrase, also_forbidden=(chosen.name,))
    clock = Clock(source)
    store = opening.begin(unlocking.unlock_with_recovery(folder, code, chosen.id, clock=clock))
    try:
        with store.writing() as session:
            audit.note(session, AuditAction.RECOVERY_USED, "user", chosen.id)
            recovery_sheets.opened(session)
        with store.writing() as session:
            users.write_own_passphrase(session, new_passphrase)
    except BaseException:
        store.close()
        raise
    _welcome_supervisor(store)
    return store


def _supervisor(folder: Path, user_id: int | None) -> User:
    supervisors = [user for user in people(folder) if user.role.sees_identities]
    for user in supervisors:
        if user_id in (None, user.id):
            return user
    raise Refused(
        tr("The recovery key gives a supervisor a new passphrase; a supervisor then gives you one.")
    )


def _set_up(session: "Session", new: "NewShop") -> None:
    from csq_desktop.services.checklists import templates as checklist_templates
    from csq_desktop.services.settings import shop
    from csq_desktop.services.stores import recovery_sheets

    shop.set_up(session, new)
    checklist_templates.install_shipped(session)
    recovery_sheets.note_new(session)


def _welcome_supervisor(store: "Store") -> None:
    """Take in what staff sealed; what cannot be opened must not keep the supervisor out."""
    from csq_desktop.services import earlier_words
    from csq_desktop.services.customers import intake
    from csq_desktop.services.evidence import evidence
    from csq_desktop.services.stores import recovery_sheets

    if not store.sees_identities:
        return
    findings = []
    try:
        with store.writing() as session:
            findings.append(recovery_sheets.reminder(session))
            findings.append(intake.take_in(session).sentence)
            findings.append(earlier_words.take_in(session))
            findings.append(evidence.take_in(session))
    except UserError as error:
        _logger.exception("what staff sealed could not be taken in")
        findings.append(error.text)
    store.findings = (*store.findings, *filter(None, findings))
