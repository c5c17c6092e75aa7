"""Recovery sheets: making a new one, and remembering whether it was put away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.stores.recovery import RecoverySheet, RecoveryState
from csq_desktop.domain.users import Permission
from csq_desktop.services import users
from csq_desktop.services.settings import shop
from csq_desktop.services.stores.opened import OpenStore
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.bodies import StoredMoment, if_sound, to_body
from csq_desktop.storage.records.shop import stores as records
from csq_desktop.storage.records.shop.stores import RECOVERY_SHEET
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr


@dataclass(frozen=True)
class _StoredSheet:
    """What is kept of the sheet in force."""

    made_at: StoredMoment | None = None
    stored: bool = False


def note_new(session: Session) -> None:
    """Write down that a new sheet is in force and nobody has confirmed it yet."""
    _keep(session, desk_of(session).now(), stored=False)


def stored(session: Session) -> None:
    """Write down that the sheet in force is printed and put away."""
    require(session, Permission.ADMINISTER)
    made_at = state(session).made_at or desk_of(session).now()
    _keep(session, made_at, stored=True)


def state(session: Session) -> RecoveryState:
    """What is known of the sheet in force."""
    sheet = if_sound(_StoredSheet, records.setting(session, RECOVERY_SHEET)) or _StoredSheet()
    return RecoveryState(sheet.made_at, sheet.stored)


def sheet(session: Session, code: str) -> RecoverySheet:
    """The sheet for a recovery key just made, for the signed-in supervisor to print."""
    this_shop = shop.shop(session)
    return RecoverySheet(
        this_shop.name, this_shop.branch_code, desk_of(session).user.name, shop.today(session), code
    )


def first_sheet(store: OpenStore, code: str) -> RecoverySheet:
    """The sheet of a store just made, which no window works with yet."""
    with store.reading() as session:
        return sheet(session, code)


def mark_stored(store: OpenStore) -> None:
    """Write down that the sheet of a store just made is put away."""
    with store.writing() as session:
        stored(session)


def opened(session: Session) -> None:
    """Write down that the sheet was taken out of its envelope: a new one should replace it."""
    made_at = state(session).made_at or desk_of(session).now()
    _keep(session, made_at, stored=False)


def pdf(sheet: RecoverySheet, language: str) -> bytes:
    """The sheet as a PDF of one page, in one of texts.LANGUAGES."""
    from csq_desktop.reports.documents import recovery_sheet

    return recovery_sheet.pdf(sheet, language)


def renew(store: Store, passphrase: str) -> RecoverySheet:
    """Make a new recovery key; from now on the earlier sheet opens nothing.

    WrongPassphrase or MustWait unless the supervisor's own passphrase is given. That nobody has
    the new sheet is kept before its key is in force: a kill in between must not leave a lost key
    that is said to be stored.
    """
    with store.writing() as session:
        require(session, Permission.ADMINISTER)
        users.confirm(session, passphrase)
        audit.note(session, AuditAction.RECOVERY_RENEWED)
        note_new(session)
    with store.writing() as session:
        with store.key_file() as key_file:
            code = key_file.replace_recovery(store.keyring)
        store.keep_key_file_copy(session)
        return sheet(session, code)


def reminder(session: Session) -> str:
    """What to tell a supervisor whose sheet nobody has put away; empty when all is well."""
    recovery = state(session)
    if recovery.stored or recovery.made_at is None:
        return ""
    return tr(
        "Nobody has confirmed that the recovery sheet is safely stored. Without it, a "
        "forgotten passphrase locks the database for good. Make a new sheet in "
        "Settings."
    )


def _keep(session: Session, made_at: datetime, *, stored: bool) -> None:
    records.keep_setting(session, RECOVERY_SHEET, to_body(_StoredSheet(made_at, stored)))
