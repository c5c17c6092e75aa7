"""Approving an erasure: with the passphrase, and until the files hold nothing of it any more."""

from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.retention.erasures import Erasure, ErasureRequest
from csq_desktop.domain.users import Permission
from csq_desktop.exchange.writing.saving import check_target, save
from csq_desktop.services import users
from csq_desktop.services.retention import erasures
from csq_desktop.services.stores import backups
from csq_desktop.storage.maintenance import erasure_ledger
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.store import Store

ENDING = erasure_ledger.ENDING


def approve(store: Store, request: ErasureRequest, passphrase: str) -> Erasure:
    """Erase what was approved, in one transaction, and rewrite both files without it.

    WrongPassphrase or MustWait unless it is the supervisor's own. A UserError where something
    forbids it.
    """
    with store.reading(identities=True) as session:
        require(session, Permission.ADMINISTER)
        users.confirm(session, passphrase)
    with store.writing() as session:
        erasure = erasures.carry_out(session, request)
    rewrite(store)
    return erasure


def repeat(store: Store, file: Path) -> int:
    """Repeat the erasures of a ledger's file that this database does not have; gives how many.

    A UserError unless a supervisor of this database signed it.
    """
    with store.reading() as session:
        require(session, Permission.ADMINISTER)
        links = backups.ledger(session).links
    entries = erasure_ledger.trusted_entries(erasure_ledger.read(file), store.keyring, links)
    with store.writing() as session:
        count = erasures.replay(session, entries)
    if count:
        rewrite(store)
    return count


def export(store: Store, target: Path) -> None:
    """Write the ledger as a signed file, to be carried to where a backup is restored."""
    check_target(target)
    with store.reading() as session:
        text = backups.ledger(session).text
    save(target, text)


def ledger(session: Session) -> tuple[Erasure, ...]:
    """Every erasure, the newest first."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return erasures.ledger(session)[::-1]


def rewrite(store: Store) -> None:
    """Rewrite both files without what is gone, and put the ledger where restores look for it.

    Nothing of what was erased is left in their free pages, their logs, or what the last commit
    keeps of the vault's statements.
    """
    with store.held():  # an empty commit forgets those statements
        pass
    store.compact()
    backups.keep_ledger(store)
