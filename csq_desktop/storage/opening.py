"""Opening a store: made or unlocked, looked over, and its user written into the audit trail."""

import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.clock import TimeSource
from csq_desktop.domain.audit.entries import AnchorPlace, AuditAction
from csq_desktop.domain.words.wording import duration_text
from csq_desktop.storage import creation, records, redo, repair, unlocking
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.creation import NewStore
from csq_desktop.storage.keys import contents
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.signing import OWNER
from csq_desktop.storage.keys.wait_record import Failure
from csq_desktop.storage.keys.waits import Waits
from csq_desktop.storage.records import counters
from csq_desktop.storage.records.shop import users
from csq_desktop.storage.redo import FilesApart
from csq_desktop.storage.schema import guard, upgrade
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store, store_of
from csq_desktop.storage.unlocking import Unlocked
from csq_desktop.texts import tr, trn

CLOCK_TOLERATED = timedelta(hours=1)  # a smaller step is noted in the audit trail only


def create_store(
    folder: Path, new: NewStore, cost: KdfCost, *, source: TimeSource
) -> tuple[Store, str]:
    """Make a store and open it for its first supervisor; gives the recovery key to print.

    One that cannot be opened is taken away again: nobody would ever see its recovery key.
    """
    clock = Clock(source)
    created = creation.make(folder, new, cost, clock)
    try:
        store = begin(unlocking.unlock_new(folder, created, clock))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return store, created.recovery_code


def open_store(folder: Path, user_id: int, passphrase: str, *, source: TimeSource) -> Store:
    """Sign a user in; StoreBusy at once when another program holds the store."""
    return begin(unlocking.unlock(folder, user_id, passphrase, clock=Clock(source)))


def begin(unlocked: Unlocked) -> Store:
    """The open store of somebody whose keys are known; nothing stays held when that fails."""
    store = Store(unlocked)
    _enter(store)
    return store


def reopen(store: Store, passphrase: str) -> None:
    """Open a store anew that is away() for its user, whatever keys its files are under by now."""
    user_id = store.user.id
    store.attach(unlocking.unlock(store.folder, user_id, passphrase, clock=store.clock))
    _enter(store)


def _enter(store: Store) -> None:
    store.losses = ()
    try:
        losses = _look_over(store)
        store.losses = (*store.losses, *losses)  # writing may have found some of its own
        store.findings = (*store.losses, *_findings(store))
        store.load_lists()
    except BaseException:
        store.let_go()
        raise


@repair.at_unlock("users behind the key file")
def follow_key_file(session: Session) -> int:
    """Bring the user rows in line with keys.json, which is written before them."""
    with store_of(session).key_file() as key_file:
        slots = key_file.slots()
    return sum(users.follow(session, slot) for slot in slots)


def _look_over(store: Store) -> tuple[str, ...]:
    """Check the store and note the sign-in in the audit trail; what is missing, as sentences."""
    with store.reading() as session:
        connection = session.connection()
        last = audit.last_moment(connection, store.keyring)
        anchors = store.anchors()
        _refuse_older_register(store, connection, anchors)
        unmet = audit.unmet(connection, anchors)
        forged = signatures.unfit_at_the_end(connection, store.keyring.store_id, store.register())
    if last is not None:
        store.clock.not_before(last)
    with store.writing() as session:
        wrong_counters = counters.put_right(session)  # before anything is given a number
        foreign = upgrade.tell(session)
        store.keep_key_file_copy(session)
        failures = _tell_failures(session, store)
        audit.note(session, AuditAction.SIGNED_IN)
        apart = redo.take_apart(session)
        _tell_losses(session, {place: anchors[place] for place in unmet}, forged, apart)
        records.import_all()  # each feature's queries register what a crash may have left
        refusals = repair.run(session)
    store.anchor_in_vault()
    if AnchorPlace.KEY_FILE in unmet:
        store.anchor_anew()
    # After the commit: a kill between the two notes a failure twice, never not at all.
    if failures:
        Waits(store.folder, store.keyring.store_id).forget(failures)
    told: Iterable[str] = _losses(whole=not unmet, forged=_name(store, forged), apart=apart)
    if wrong_counters:
        told = (counters.put_right_text(wrong_counters), *told)
    told = (*told, *dict.fromkeys(refusals))
    return (guard.put_right_text(foreign), *told) if foreign else told


def _refuse_older_register(store: Store, connection: Connection, anchors: audit.Anchors) -> None:
    """StoreDamaged when vault or trail have seen a later register than keys.json now holds."""
    anchored = (anchor.edition for anchor in anchors.values())
    register = store.register()
    seen = signatures.seen_edition(connection, store.keyring.store_id, register)
    if register.edition < max(seen, *anchored):
        raise contents.older()


def _name(store: Store, user_id: int | None) -> str:
    """How the user is called; of the recovery key, whose user has no slot, its own name."""
    if user_id is None:
        return ""
    with store.key_file() as key_file:
        names = {slot.user_id: slot.name for slot in key_file.slots()}
    nobody = tr("Recovery key") if user_id == OWNER else tr("somebody who is not a user here")
    return names.get(user_id, nobody)


def _tell_losses(
    session: Session, unmet: audit.Anchors, forged: int | None, apart: FilesApart | None
) -> None:
    """Write down what is missing: from now on the trail itself says so."""
    if forged is not None:
        audit.note(session, AuditAction.TRAIL_BROKEN, detail={"user_id": forged})
    if unmet:
        places = {
            place.value: {"anchored": anchor.sequence, "head": anchor.head}
            for place, anchor in unmet.items()
        }
        audit.note(session, AuditAction.TRAIL_BROKEN, detail=places)
    if apart is not None:
        detail = {"store": apart.store, "vault": apart.vault}
        audit.note(session, AuditAction.FILES_APART, detail=detail)


def _tell_failures(session: Session, store: Store) -> list[Failure]:
    failures = Waits(store.folder, store.keyring.store_id).failures()
    for at, user_id in failures:
        audit.note(session, AuditAction.SIGN_IN_FAILED, "user", user_id, {"at": at})
    return failures


def _losses(*, whole: bool, forged: str, apart: FilesApart | None) -> Iterator[str]:
    if forged:
        yield tr(
            "The audit trail was changed from outside this program: {name}’s signature "
            "does not match an entry. This is now in the audit trail. Compare the "
            "database with the last backup.",
            name=forged,
        )
    if not whole:
        yield tr(
            "The latest records are missing: an older copy of this database was put "
            "back, the disk lost data, or the end of the audit trail was cut off. This "
            "is now in the audit trail. Compare the database with the last backup."
        )
    if apart is not None:
        yield _apart_text(apart)


def _findings(store: Store) -> Iterator[str]:
    if store.sees_identities and _rekey_waits(store):
        yield tr(
            "A change of all keys was begun and not finished. Finish it: until then no backup "
            "can be made."
        )
    behind = store.clock.behind()
    if behind > CLOCK_TOLERATED:
        yield tr(
            "This computer’s clock is {time} behind the last entry of the database. "
            "Correct the clock. If it was ahead before, a supervisor can correct the "
            "database clock in Settings, Backups.",
            time=duration_text(int(behind.total_seconds())),
        )


def _apart_text(apart: FilesApart) -> str:
    if apart.store < apart.vault:
        return trn(
            "The records (store.db) lack {n} change that the customers’ names "
            "(vault.db) have: an earlier copy of store.db was put back, or its disk "
            "lost them. Compare the database with the last backup.",
            "The records (store.db) lack {n} changes that the customers’ names "
            "(vault.db) have: an earlier copy of store.db was put back, or its disk "
            "lost them. Compare the database with the last backup.",
            apart.vault - apart.store,
        )
    if apart.store > apart.vault:
        return trn(
            "The customers’ names (vault.db) lack {n} change that the records "
            "(store.db) have: an earlier copy of vault.db was put back, or its disk "
            "lost them. Names and telephones may be older than the records. Compare "
            "the database with the last backup.",
            "The customers’ names (vault.db) lack {n} changes that the records "
            "(store.db) have: an earlier copy of vault.db was put back, or its disk "
            "lost them. Names and telephones may be older than the records. Compare "
            "the database with the last backup.",
            apart.store - apart.vault,
        )
    return tr(
        "The records (store.db) and the customers’ names (vault.db) come from two "
        "copies of this database. Names may belong to other records. Compare the "
        "database with the last backup."
    )


def _rekey_waits(store: Store) -> bool:
    with store.key_file() as key_file:
        return key_file.rekey_pending
