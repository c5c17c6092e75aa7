"""Backups: verified by opening, or not there at all."""

import os
import shutil
import threading
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.errors import (
    Cancelled,
    NoSpace,
    Refused,
    StoreBusy,
    StoreDamaged,
    UserError,
)
from csq_desktop.storage import opening
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import census, container, places
from csq_desktop.storage.backup import making as backup
from csq_desktop.storage.backup.making import BackupRequest, Step
from csq_desktop.storage.backup.manifest import Census
from csq_desktop.storage.files import space
from csq_desktop.storage.files.engine import PLAIN_HEADER, VAULT_FILE
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.store import Store
from tests.factory import PASSPHRASES, FixedClock, user
from tests.storage.backup.backup_case import (
    AT,
    NAME,
    PHONE,
    add_customers,
    add_photos,
    backed_up,
    brought_back,
    files_below,
    origin,
    supervisor,
)

BY_SHEET = restore.by_recovery(supervisor().recovery_code)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder / "Shop.csqbackup"


def test_a_backup_holds_what_the_store_held(store: Store, target: Path) -> None:
    add_customers(store, 3)
    (made,) = backup.make(origin(store), [BackupRequest(target, AT)])
    assert made.customers == 3
    assert made.contents == restore.describe(target, BY_SHEET)
    with store.reading() as session:
        end = audit.head(session.connection(), store.keyring)
    assert (made.contents.sequence, made.contents.head) == (end.sequence, end.head)
    assert made.contents.counts["identity"] == 3
    assert made.size == target.stat().st_size


def test_a_backup_leaves_nothing_else_behind(store: Store, target: Path) -> None:
    store.checkpoint()  # from here on both files have their logs
    before = files_below(store.folder)
    backed_up(store, target)
    assert files_below(store.folder) == before
    assert files_below(target.parent) == {target.name}


def test_without_a_key_a_backup_tells_its_store_its_day_and_its_users(
    store: Store, target: Path
) -> None:
    add_customers(store)
    front = container.read_front(backed_up(store, target))
    assert front.label.name == "Shop"
    assert front.label.made_at == AT
    assert front.label.identities
    assert [slot.role for slot in front.key_file.slots()] == list(Role)
    sealed = target.read_bytes()[front.size :]
    assert sealed.startswith(b"age-encryption.org/")
    for plain in (PLAIN_HEADER, b"sqlite", b"store.db", NAME.encode(), PHONE.encode()):
        assert plain not in target.read_bytes()


def test_one_without_identities_holds_no_vault(store: Store, target: Path) -> None:
    add_customers(store)
    backed_up(store, target, identities=False)
    told = restore.describe(target, BY_SHEET)
    assert told.customers == 3
    assert not told.label.identities
    assert told.counts.keys().isdisjoint({"identity", "vault_secret"})


def test_several_are_made_from_one_copy(store: Store, target: Path) -> None:
    other = target.with_name("other.csqbackup")
    wanted = [BackupRequest(target, AT), BackupRequest(other, AT, identities=False)]
    made = backup.make(origin(store), wanted)
    assert [one.file for one in made] == [target, other]
    assert made[0].contents.head == made[1].contents.head


def test_only_supervisors_back_up(staff_store: Store, target: Path) -> None:
    with pytest.raises(Refused, match="supervisor"):
        backed_up(staff_store, target)
    assert not target.exists()


def test_a_corrupt_store_is_not_put_beside_good_backups(store: Store, target: Path) -> None:
    add_customers(store, 40)
    good = backed_up(store, target).read_bytes()
    store.checkpoint()
    vault = store.folder / VAULT_FILE
    content = bytearray(vault.read_bytes())
    content[-2000] ^= 1
    vault.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"vault\.db is damaged, so no backup was made"):
        backed_up(store, target.with_name("later.csqbackup"))
    assert files_below(target.parent) == {target.name}
    assert target.read_bytes() == good


def test_while_keys_are_changed_no_backup_is_made(store: Store, target: Path) -> None:
    with store.key_file() as key_file:
        key_file.begin_rekey(store.keyring)
    with pytest.raises(UserError, match="keys of this database are being changed"):
        backed_up(store, target)
    assert not target.exists()


@pytest.mark.parametrize("step", list(Step))
def test_a_backup_stopped_at_any_step_leaves_nothing(
    store: Store, target: Path, step: Step
) -> None:
    store.checkpoint()  # from here on both files have their logs
    before = files_below(store.folder)

    def stop(begun: Step) -> None:
        if begun is step:
            raise Cancelled("")

    with pytest.raises(Cancelled):
        backup.make(origin(store), [BackupRequest(target, AT)], begun=stop)
    assert files_below(store.folder) == before
    assert files_below(target.parent) == set()
    backed_up(store, target)


def test_without_room_for_it_no_backup_is_begun(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "MARGIN", 1 << 60)
    with pytest.raises(NoSpace, match="free some space"):
        backed_up(store, target)
    assert files_below(target.parent) == set()


@pytest.mark.parametrize(("module", "name"), [(os, "replace"), (shutil, "copyfile"), (os, "fsync")])
def test_a_disk_that_refuses_is_told_in_a_sentence(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(module, name, refuse)
        with pytest.raises(UserError, match="could not be written: access is not"):
            backed_up(store, target)
    assert files_below(target.parent) == set()


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written: it was not found"):
        backed_up(store, tmp_path / "gone" / "Shop.csqbackup")


def test_what_cannot_be_read_back_as_written_is_no_backup(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = census.take
    taken: list[Census] = []

    def miscount(folder: Path, keys: Mapping[str, str]) -> Census:
        taken.append(take(folder, keys))
        return replace(taken[-1], sequence=taken[-1].sequence + len(taken) - 1)

    monkeypatch.setattr(census, "take", miscount)
    with pytest.raises(UserError, match="could not be read back"):
        backed_up(store, target)
    assert files_below(target.parent) == set()


def test_what_a_killed_backup_left_goes_with_the_next(store: Store, target: Path) -> None:
    left = store.folder / "backups" / ".work-00000000"
    left.mkdir(parents=True)
    (left / "store.db").touch()
    mine = target.parent / f".Shop.csqbackup.{store.keyring.store_id[:13]}.1234.new"
    theirs = target.parent / ".Shop.csqbackup.0000aaaa-bbbb.1234.new"
    for draft in (mine, theirs):
        draft.touch()
    backed_up(store, target)
    assert not left.exists()
    assert files_below(target.parent) == {target.name, theirs.name}


def test_a_second_backup_at_the_same_time_is_told(store: Store, target: Path) -> None:
    told: list[str] = []

    def again(_: Step) -> None:
        with pytest.raises(StoreBusy) as refused:
            backed_up(store, target.with_name("again.csqbackup"))
        told.append(refused.value.text)

    backup.make(origin(store), [BackupRequest(target, AT)], begun=again)
    assert len(told) == len(Step)
    assert "already being made" in told[0]


def test_a_backup_made_while_others_write_is_one_moment_of_the_store(
    store: Store, target: Path, tmp_path: Path
) -> None:
    writing, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            add_customers(store, 1)
            writing.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert writing.wait(60)
        (made,) = backup.make(origin(store), [BackupRequest(target, AT)])
    finally:
        enough.set()
        writer.join()
    with store.reading() as session:
        later = audit.head(session.connection(), store.keyring).sequence
    assert made.contents.sequence < later
    back = opening.open_store(
        brought_back(target, tmp_path / "Back.csq"),
        user(Role.SUPERVISOR).id,
        PASSPHRASES[Role.SUPERVISOR],
        source=FixedClock(),
    )
    with back.reading(identities=True) as session:
        assert audit.verify(session, back.keyring).sound
        whole = "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM vault.identity)"
        customers, identities = session.connection().exec_driver_sql(whole).one()
        assert customers == identities == made.customers
    back.close()


def test_a_large_store_is_never_in_memory(store: Store, target: Path) -> None:
    add_photos(store, 24)
    tracemalloc.start()
    backed_up(store, target)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert target.stat().st_size > 24_000_000
    assert peak < 6_000_000


def test_backups_of_one_minute_get_names_of_their_own(tmp_path: Path) -> None:
    name = places.file_name("Shop", AT)
    assert name == "Shop 2026-11-22 1805.csqbackup"
    for number in ("", " (2)", " (3)"):
        place = places.free(tmp_path, name)
        assert place.name == f"Shop 2026-11-22 1805{number}.csqbackup"
        place.touch()


def test_in_a_folder_only_this_stores_backups_are_found(store: Store, target: Path) -> None:
    backed_up(store, target)
    (target.parent / "notes.csqbackup").write_text("a text")
    (found,) = places.list_backups(target.parent, store.keyring.store_id)
    assert (found.file, found.made_at, found.identities) == (target.name, AT, True)
    assert places.list_backups(target.parent, "another") == []
