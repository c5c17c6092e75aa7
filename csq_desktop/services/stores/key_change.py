"""Changing all keys of an open store, after somebody left who may have copied them."""

from contextlib import suppress

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.stores.backups import ChangedKeys, Rekeyed
from csq_desktop.domain.users import Permission
from csq_desktop.errors import Cancelled
from csq_desktop.services import earlier_words, users
from csq_desktop.services.customers import intake
from csq_desktop.services.evidence import evidence
from csq_desktop.services.stores import backups, recovery_sheets
from csq_desktop.services.stores.progress import Progress, silent
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.maintenance import rekeying
from csq_desktop.storage.sessions.desk import Clock, require
from csq_desktop.storage.store import Store, store_of
from csq_desktop.texts import tr

_STEPS = 3.0  # the backup and the two files


def rekey(store: Store, passphrase: str, progress: Progress | None = None) -> ChangedKeys:
    """Change all keys of the store, after a backup; the store stays open, under its new keys.

    For when somebody left who may have copied keys: deactivate them first. Everybody but the
    signed-in supervisor needs a new passphrase, and the new recovery key must be printed. Only
    the backup can be cancelled.
    """
    with store.reading() as session:
        require(session, Permission.ADMINISTER)
        users.confirm(session, passphrase)
        resumed = rekey_waits(session)
    told = progress or silent
    if not resumed:
        backups.make(store, progress=lambda done, total, words: told(done / total, _STEPS, words))
    with store.writing() as session:
        intake.take_in(session)
        earlier_words.take_in(session)
        evidence.take_in(session)
        recovery_sheets.note_new(session)  # before the key is new: a kill may come right after
    before = store.keyring
    rekeyed = _rekeyed(store, passphrase, _unstoppable(told))
    rekeying.renew_intake(store)
    with store.writing() as session:
        audit.note(session, AuditAction.REKEYED)
        backups.keep_link(session, before)
        sheet = recovery_sheets.sheet(session, rekeyed.recovery_code)
    backups.keep_ledger(store)
    return ChangedKeys(sheet, rekeyed.without_passphrase)


def _rekeyed(store: Store, passphrase: str, progress: Progress) -> Rekeyed:
    names = {STORE_FILE: tr("Re-encrypting records…"), VAULT_FILE: tr("Re-encrypting names…")}
    steps = {name: step for step, name in enumerate(names, start=1)}
    user_id, clock = store.user.id, Clock(store.clock.source)
    with store.away():
        try:
            return rekeying.rekey(
                store.folder,
                user_id,
                passphrase,
                clock=clock,
                begun=lambda name: progress(steps[name], _STEPS, names[name]),
            )
        finally:
            opening.reopen(store, passphrase)


def _unstoppable(progress: Progress) -> Progress:
    """Tell how far it is, and go on even where somebody wants to stop: halves are worse."""

    def told(done: float, total: float, words: str) -> None:
        with suppress(Cancelled):
            progress(done, total, words)

    return told


def rekey_waits(session: Session) -> bool:
    """Whether a change of all keys was begun and not finished: rekey() goes on with it."""
    with store_of(session).key_file() as key_file:
        return key_file.rekey_pending
