"""T4: a disk without room is told in a sentence, loses nothing, and all goes on once there is."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.users import Role
from csq_desktop.errors import NoSpace, UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.stores import backups, checks
from csq_desktop.storage import opening
from csq_desktop.storage.creation import NewStore
from csq_desktop.storage.files import space
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.maintenance import rekeying, restore
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from tests.factory import PASSPHRASES, START, FixedClock, open_store, user
from tests.services.small_shop import set_up
from tests.storage.backup.backup_case import add_customers, add_photos, files_below, supervisor
from tests.storage.faults.small_disk import FULL_DISK, FullDisk, LargestFile, disk, kinds
from tests.tally import Tally

pytestmark = pytest.mark.fault("T4")
Disk = FullDisk | LargestFile
BY_SHEET = restore.by_recovery(supervisor().recovery_code)
LEFT = [0, 60_000, 250_000, 380_000]  # bytes; each of the steps needs more than that
MAY, MINE = user(Role.SUPERVISOR).id, PASSPHRASES[Role.SUPERVISOR]


@pytest.fixture(autouse=True)
def _small_files_and_no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "MARGIN", 0)


@pytest.fixture(params=kinds())
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    with disk(request.param, tmp_path / "small") as made:
        yield made


@pytest.fixture
def store(small: Disk) -> Iterator[Store]:
    """A shop on the small disk."""
    opened = open_store(small.place)
    set_up(opened)
    add_customers(opened)
    opened.rest()
    yield opened
    opened.close()


def log(store: Store) -> int:
    new = NewComplaint(
        channel=Channel.COUNTER,
        received_at=START,
        category="till.waiting",
        severity=Severity.LOW,
        words="Ten minutes in the queue. " * 700,
    )
    with store.writing() as session:
        return complaints.log(session, new).id


def complaint_ids(store: Store) -> set[int]:
    with store.reading() as session:
        return set(session.scalars(text("SELECT id FROM complaint")))


def require_sound(store: Store) -> None:
    report = checks.check(store)
    assert report.sound, [line for line in report.lines if not line.sound]


def test_what_was_saved_before_the_disk_was_full_is_there(
    small: Disk, store: Store, tally: Tally
) -> None:
    told: set[int] = set()

    def save_without_end() -> None:
        while len(told) < 1000:
            told.add(log(store))

    with small.full(300_000):
        with pytest.raises(UserError) as refused:
            save_without_end()
        with tally.round("lost"):
            assert complaint_ids(store) == told
    assert (type(refused.value) is NoSpace) == isinstance(small, FullDisk)
    told.add(log(store))
    assert complaint_ids(store) == told
    assert len(told) > 1
    require_sound(store)


def test_of_an_import_that_finds_no_room_nothing_is_kept(
    small: Disk, store: Store, tally: Tally
) -> None:
    def take_in() -> None:
        with store.writing() as session:
            first = ids.reserve(session, 9_000)
            now, columns = (
                1_790_000_000,
                ("id", "ref", *EMPTY, "marketing", "created_at", "created_by"),
            )
            rows = (
                ((number, f"CU-{number}", *[""] * len(EMPTY), "not_asked", now, MAY), WHO)
                for number in range(first, first + 9_000)
            )
            records.add_many(session, rows, columns, detail={"file": "list.csv"})

    with small.full(900_000), pytest.raises(UserError):
        take_in()
    with tally.round("partial"), store.reading(identities=True) as session:
        for table in ("customer", "vault.identity"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 3
    log(store)
    require_sound(store)


EMPTY = ("segment", "preferred_language", "district", "statement_version")
WHO = Identity(name="Yau Pui Shan", address="Flat 12, Block 3, Lok Fu Estate, Kowloon")


@pytest.mark.parametrize("left", LEFT)
def test_a_backup_to_a_full_stick_is_told_and_leaves_the_earlier_ones(
    small: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int, tally: Tally
) -> None:
    store = open_store(tmp_path)
    good = backups.make(store, small.place)
    before = files_below(small.place)
    if isinstance(small, FullDisk):
        monkeypatch.setattr(space, "require_all", lambda _: None)
        add_photos(store, 1, 600_000)
    with small.full(left), pytest.raises(UserError) as refused:
        backups.make(store, small.place)
    assert "disk" in refused.value.text or "could not be written" in refused.value.text
    with tally.round("lost"):
        assert files_below(small.place) == before
        assert restore.describe(good.file, BY_SHEET) == good.contents
    with store.reading() as session:
        assert backups.state(session).failing or not isinstance(small, FullDisk)
    backups.make(store, small.place)
    store.close()


def test_a_backup_on_a_full_disk_is_not_begun(
    small: Disk, store: Store, tmp_path: Path, tally: Tally
) -> None:
    before = files_below(store.folder)
    with tally.round("undetected"), small.full(100_000), pytest.raises(UserError) as refused:
        backups.make(store, tmp_path)
    if isinstance(small, FullDisk):
        assert "free some space" in refused.value.text
    assert files_below(store.folder) - {"store.db-wal", "vault.db-wal"} <= before
    log(store)


@pytest.mark.parametrize("left", LEFT)
def test_of_a_restore_that_finds_no_room_nothing_is_left(
    small: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int, tally: Tally
) -> None:
    store = open_store(tmp_path)
    file = backups.make(store, tmp_path / "Shop.csqbackup").file
    store.close()
    monkeypatch.setattr(space, "require", lambda *_: None)
    with small.full(left):
        with pytest.raises(UserError):
            restore.restore(file, small.place / "Back.csq", BY_SHEET, Clock(FixedClock()))
        with tally.round("partial"):
            assert files_below(small.place) <= {"ballast"}
    restore.restore(file, small.place / "Back.csq", BY_SHEET, Clock(FixedClock()))


@pytest.mark.parametrize("left", LEFT)
def test_keys_changed_on_a_full_disk_can_be_finished_later(
    small: Disk, store: Store, monkeypatch: pytest.MonkeyPatch, left: int, tally: Tally
) -> None:
    store.close()
    with monkeypatch.context() as patched:
        patched.setattr(space, "require", lambda *_: None)
        with small.full(left), pytest.raises(UserError):
            rekeying.rekey(store.folder, MAY, MINE, clock=Clock(FixedClock()))
    with tally.round("unopenable"):
        opening.open_store(store.folder, MAY, MINE, source=FixedClock()).close()
    rekeying.rekey(store.folder, MAY, MINE, clock=Clock(FixedClock()))
    again = opening.open_store(store.folder, MAY, MINE, source=FixedClock())
    require_sound(again)
    again.close()


def test_a_key_file_that_finds_no_room_stays_as_it_was(
    small: Disk, store: Store, tally: Tally
) -> None:
    before = (store.folder / KEY_FILE).read_bytes()
    with small.full(0), store.key_file() as key_file, pytest.raises(UserError):
        key_file.rename(store.keyring, MAY, "May Wong")
    with tally.round("partial"):
        assert (store.folder / KEY_FILE).read_bytes() == before
    with store.key_file() as key_file:
        key_file.rename(store.keyring, MAY, "May Wong")
    assert KeyFile.load(store.folder / KEY_FILE).slot(MAY).name == "May Wong"


def test_a_store_is_closed_on_a_full_disk_and_opened_later(
    small: Disk, store: Store, tally: Tally
) -> None:
    told = {log(store)}
    with small.full(0):
        store.close()
        with suppress(UserError):  # the room its log had before may be enough
            opening.open_store(store.folder, MAY, MINE, source=FixedClock()).close()
    with tally.round("unopenable"):
        again = opening.open_store(store.folder, MAY, MINE, source=FixedClock())
    with tally.counting("lost"):
        assert complaint_ids(again) == told
    require_sound(again)
    again.close()
    shutil.rmtree(again.folder / "backups", ignore_errors=True)


@pytest.mark.parametrize("left", [200_000, 1_040_000, 1_060_000, 1_075_000])
def test_a_new_store_that_finds_no_room_is_gone_or_opens(
    small: Disk, left: int, tally: Tally
) -> None:
    """Nothing stands that nobody has the recovery key of."""
    new, folder = NewStore("May Wong", MINE), small.place / "New.csq"
    with small.full(left), tally.round("partial"):
        try:
            made, code = opening.create_store(folder, new, KdfCost.FLOOR, source=FixedClock())
        except UserError:
            assert not folder.exists()
        else:
            assert code
            made.close()


def test_the_kinds_of_disks_are_what_they_say(small: Disk, tally: Tally) -> None:
    with small.full(8_192):
        with tally.round("undetected"), pytest.raises(OSError, match=r"No space|File too large"):
            (small.place / "file").write_bytes(bytes(50_000))
        (small.place / "file").unlink()
        (small.place / "small").write_bytes(bytes(500))
    assert kinds()[-1] != FULL_DISK
