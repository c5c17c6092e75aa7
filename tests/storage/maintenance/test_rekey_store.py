"""All keys of a store changed: the old ones open nothing, and a break in between loses nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.errors import (
    NoSpace,
    Refused,
    StoreBusy,
    StoreDamaged,
    UserError,
    WrongPassphrase,
)
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import census
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.files import engine, integrity, space
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.maintenance import rekeying
from csq_desktop.storage.records import private_words
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.customers.customers import SealedIntakeRow, VaultSecretRow
from tests.factory import PASSPHRASES, FixedClock, open_store, template, user
from tests.storage.backup.backup_case import AT, NAME, add_customers, files_below, supervisor

SUPERVISOR, STAFF = user(Role.SUPERVISOR), user(Role.STAFF)
MINE = PASSPHRASES[Role.SUPERVISOR]
CLOCK = Clock(FixedClock(AT))
OLD = template().users[Role.SUPERVISOR].keyring


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A closed store with three customers."""
    store = open_store(tmp_path)
    add_customers(store)
    store.close()
    before = files_below(store.folder)
    yield store.folder
    assert files_below(store.folder) - {"attempts.json"} == before - {"attempts.json"}


def opened(folder: Path) -> Store:
    return opening.open_store(folder, SUPERVISOR.id, MINE, source=FixedClock(AT))


def names(store: Store) -> list[str]:
    with store.reading(identities=True) as session:
        found = session.connection().exec_driver_sql("SELECT name FROM vault.identity")
        return list(found.scalars())


def test_after_a_rekey_the_old_keys_open_nothing(folder: Path) -> None:
    told = rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    assert told.without_passphrase == ("Lee Ka Yan", "Ho Wing Sze")
    for name, key in ((STORE_FILE, OLD.store_key), (VAULT_FILE, OLD.vault_key)):
        with pytest.raises(StoreDamaged):
            engine.fitting_key(folder / name, [key or ""])
    key_file = KeyFile.load(folder / KEY_FILE)
    with pytest.raises(WrongPassphrase):
        key_file.unlock_with_recovery(supervisor().recovery_code)
    assert key_file.unlock_with_recovery(told.recovery_code).store_key != OLD.store_key
    with pytest.raises(Refused, match="new passphrase first"):
        opening.open_store(folder, STAFF.id, PASSPHRASES[Role.STAFF], source=FixedClock())


def test_after_a_rekey_everything_is_still_there(folder: Path) -> None:
    keys = {STORE_FILE: OLD.store_key, VAULT_FILE: OLD.vault_key or ""}
    before = census.take(folder, keys)
    rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    ring = KeyFile.load(folder / KEY_FILE).unlock(SUPERVISOR.id, MINE)
    keys = {STORE_FILE: ring.store_key, VAULT_FILE: ring.vault_key or ""}
    assert census.take(folder, keys) == before
    store = opened(folder)
    assert store.findings == ()
    assert names(store) == [NAME] * 3
    add_customers(store, 1)
    with store.reading() as session:
        assert audit.verify(session, store.keyring).sound
    assert store.quick_check() == ()
    store.close()


def test_keys_are_changed_as_often_as_somebody_leaves(folder: Path) -> None:
    for _ in range(3):
        rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
        store = opened(folder)
        add_customers(store, 1)
        with store.reading() as session:
            assert audit.verify(session, store.keyring).sound
        store.close()


BREAKS = [
    (os, "replace", 1),
    (os, "replace", 2),
    (os, "replace", 3),
    (os, "replace", 4),
    (engine, "fitting_key", 1),
    (engine, "fitting_key", 2),
    (integrity, "check_file", 1),
    (integrity, "check_file", 2),
    (census, "take", 1),
]


@pytest.mark.parametrize(("module", "name", "call"), BREAKS)
def test_a_rekey_broken_off_anywhere_goes_on_where_it_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, call: int
) -> None:
    whole, calls = getattr(module, name), iter(range(call - 1, -1, -1))

    def broken(*arguments: object, **named: object) -> object:
        if next(calls, None) == 0:
            raise KeyboardInterrupt
        return whole(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, broken)
        with pytest.raises(KeyboardInterrupt):
            rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    store = opened(folder)
    waits = KeyFile.load(folder / KEY_FILE).rekey_pending
    assert [text.startswith("A change of all keys") for text in store.findings] == [True] * waits
    assert names(store) == [NAME] * 3
    with store.reading() as session:
        assert audit.verify(session, store.keyring).sound
    add_customers(store, 1)
    store.close()
    rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    again = opened(folder)
    assert again.keyring.store_key != OLD.store_key
    assert again.keyring.pending is None
    assert names(again) == [NAME] * 4
    with again.reading() as session:
        assert audit.verify(session, again.keyring).sound
    again.close()


def test_staff_sign_in_while_a_rekey_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(census, "take", stop)
        with pytest.raises(KeyboardInterrupt):
            rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    opening.open_store(folder, STAFF.id, PASSPHRASES[Role.STAFF], source=FixedClock()).close()
    rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)


def test_what_a_kill_left_of_small_files_goes_when_the_store_is_opened(folder: Path) -> None:
    for name in (KEY_FILE, "attempts.json"):
        (folder / f".{name}.abcd1234.new").touch()
    opened(folder).close()


def test_only_a_supervisor_changes_keys(folder: Path) -> None:
    with pytest.raises(Refused, match="supervisor"):
        rekeying.rekey(folder, STAFF.id, PASSPHRASES[Role.STAFF], clock=CLOCK)
    with pytest.raises(WrongPassphrase):
        rekeying.rekey(folder, SUPERVISOR.id, "some other words entirely", clock=CLOCK)
    assert not KeyFile.load(folder / KEY_FILE).rekey_pending


def test_a_store_in_use_keeps_its_keys(folder: Path) -> None:
    lock = StoreLock(folder)
    lock.take()
    with pytest.raises(StoreBusy):
        rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    lock.release()


def test_without_room_for_a_copy_no_rekey_is_begun(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "MARGIN", 1 << 60)
    with pytest.raises(NoSpace):
        rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    assert not KeyFile.load(folder / KEY_FILE).rekey_pending


def test_a_damaged_file_is_not_put_under_new_keys(folder: Path) -> None:
    vault = folder / VAULT_FILE
    good = vault.read_bytes()
    vault.write_bytes(good[:-2000] + bytes([good[-2000] ^ 1]) + good[-1999:])
    with pytest.raises(StoreDamaged):
        rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    vault.write_bytes(good)
    rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    opened(folder).close()


@pytest.mark.parametrize("part", ["check_file", "counts"])
def test_a_copy_unlike_its_original_is_not_put_in_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    seen = iter(range(10))

    class Findings:
        findings = ("page 7",)

    faults = {
        "check_file": (integrity, lambda *_: Findings()),
        "counts": (census, lambda *_: next(seen)),
    }
    with monkeypatch.context() as patched:
        module, fault = faults[part]
        patched.setattr(module, part, fault)
        with pytest.raises(StoreDamaged, match=r"store\.db could not be re-encrypted"):
            rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)
    store = opened(folder)
    assert names(store) == [NAME] * 3
    store.close()


def test_a_disk_that_refuses_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_forced", refuse)
        with pytest.raises(UserError, match=r"“store\.db” could not be written"):
            rekeying.rekey(folder, SUPERVISOR.id, MINE, clock=CLOCK)


def test_callers_sealed_before_and_after_a_new_intake_key_are_opened(folder: Path) -> None:
    store = opened(folder)
    before = hand_in(store, b"before")
    rekeying.renew_intake(store)
    after = hand_in(store, b"after")
    with store.reading(identities=True) as session:
        secret = session.get_one(VaultSecretRow, INTAKE_SECRET).value
        opened_ = [
            sealing.open_sealed(session.get_one(SealedIntakeRow, number).sealed, secret)
            for number in (before, after)
        ]
    assert opened_ == [b"before", b"after"]
    with store.key_file() as key_file:
        assert key_file.intake_recipient == sealing.recipient_of(secret.splitlines()[0])
    store.close()


def test_an_old_intake_key_that_nobody_waits_for_is_forgotten(folder: Path) -> None:
    store = opened(folder)
    with store.writing() as session:
        private_words.add_sealed(session, ActionRow, 1, b"sealed", None)
    rekeying.renew_intake(store)
    with store.writing() as session:
        assert len(session.get_one(VaultSecretRow, INTAKE_SECRET).value.splitlines()) == 2
        (words,) = private_words.sealed_waiting(session)
        private_words.set_aside(session, words.id)
    rekeying.renew_intake(store)
    with store.reading(identities=True) as session:
        secret = session.get_one(VaultSecretRow, INTAKE_SECRET).value
    with store.key_file() as key_file:
        assert secret.splitlines() == [secret]
        assert key_file.intake_recipient == sealing.recipient_of(secret)
    store.close()


def hand_in(store: Store, content: bytes) -> int:
    with store.writing() as session, store.key_file() as key_file:
        sealed = sealing.seal(content, key_file.intake_recipient)
        number = ids.reserve(session)
        handed = {"at": store.clock.now(), "user_id": store.user.id}
        session.add(SealedIntakeRow(id=number, complaint_id=1, sealed=sealed, **handed))
    return number
