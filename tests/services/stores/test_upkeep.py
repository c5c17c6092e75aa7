"""What the program does for a store by itself: nothing is lost, and what is wrong is said."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop import paths
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.stores.backups import BackupState
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, Refused, StoreBusy, StoreDamaged, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.stores import backups, checks, safety, upkeep
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FOLDER, FixedClock, open_store
from tests.services.small_shop import logged, set_up

SAID = "The quick check found a damaged file"


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Store:
    """A shop with three complaints, written a moment ago."""
    opened = open_store(tmp_path, source=clock)
    set_up(opened)
    for _ in range(3):
        with opened.writing() as session:
            logged(session, clock)
    return opened


def without_log(store: Store, place: Path) -> Path:
    """The store as the disk has it after the machine stopped and lost what was in the logs."""
    shutil.copytree(store.folder, place / FOLDER, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return place / FOLDER


def complaints_in(store: Store) -> int:
    with store.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM complaint")) or 0)


def words(store: Store) -> list[str]:
    with store.reading() as session:
        return [line.what for line in audit_trail.page(session, TrailFilter()).lines]


def test_after_an_idle_moment_a_lost_log_takes_nothing_away(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    upkeep.rest(store)
    without_log(store, tmp_path / "after the crash")
    store.close()
    again = open_store(tmp_path / "after the crash", source=clock)
    assert complaints_in(again) == 3
    assert again.losses == ()
    again.close()


def test_before_the_idle_moment_what_a_lost_log_took_is_said_at_opening(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    folder = without_log(store, tmp_path / "after the crash")
    store.close()
    shutil.rmtree(store.folder)
    shutil.move(folder, store.folder)  # the shop's one folder, so that its own note is compared
    again = open_store(tmp_path, source=clock)
    assert complaints_in(again) < 3
    assert any("The latest records are missing" in loss for loss in again.losses)
    again.close()


def test_an_idle_moment_without_a_change_writes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    upkeep.rest(store)
    with monkeypatch.context() as patched:
        for work in ("keep_anchor", "checkpoint", "reading"):
            patched.setattr(Store, work, lambda *_, **__: pytest.fail("there was nothing to do"))
        upkeep.rest(store)
    store.close()


def look(store: Store) -> tuple[BackupState, CheckState]:
    with store.reading() as session:
        return backups.state(session), safety.check_state(session)


def backups_made() -> int:
    place = paths.default_backups_folder("Shop")
    return sum("without" not in file.name for file in place.glob("*.csqbackup"))


def test_once_a_day_a_supervisors_store_is_backed_up_and_checked(
    store: Store, clock: FixedClock
) -> None:
    steps: list[tuple[float, float, str]] = []
    assert upkeep.look_after(store, lambda *step: steps.append(step))
    backup, check = look(store)
    assert (backup.good_at, backup.failing, backup.inside) == (clock.at, False, False)
    assert check == CheckState(sound_at=clock.at, seen_at=clock.at)
    assert [step[:2] for step in steps] == [(n, 4) for n in range(4)] + [(0, 2), (1, 2)]
    clock.move(hours=13)  # 23:00 of the same day
    assert not upkeep.look_after(store)
    clock.move(hours=1)
    assert upkeep.look_after(store)
    assert backups_made() == 2
    assert look(store)[1].sound_at == clock.at
    store.close()


def test_a_stick_that_is_missing_is_tried_again_every_hour_and_the_check_is_made_all_the_same(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with store.writing() as session:
        backups.choose_folder(session, stick)
    stick.rmdir()
    with speaking("zh_HK"):
        assert upkeep.look_after(store)
    backup, check = look(store)
    assert "folder “stick” for backups is not there" in backup.failure
    with speaking("zh_CN"), store.reading() as session:
        assert "备份" in look(store)[0].failure
        (entry,) = [e for e in audit_trail.page(session, TrailFilter()).lines if "备份" in e.what]
    assert "备份" in entry.changes[-1].after
    assert check.sound_at == clock.at
    stick.mkdir()
    clock.move(minutes=59)
    assert not upkeep.look_after(store)
    clock.move(minutes=1)
    assert upkeep.look_after(store)
    assert look(store)[0].good_at == clock.at
    assert words(store).count("Backup failed") == 1
    store.close()


def test_a_backup_that_was_stopped_stops_the_rest_and_is_no_failure(store: Store) -> None:
    def stop(*_: object) -> None:
        raise Cancelled("")

    with pytest.raises(Cancelled):
        upkeep.look_after(store, stop)
    assert look(store) == (BackupState(), CheckState())
    store.close()


def test_a_damaged_store_is_not_backed_up_over_good_ones_and_says_so(
    store: Store, clock: FixedClock
) -> None:
    upkeep.look_after(store)
    store.checkpoint()
    flip_a_page(store.folder / VAULT_FILE)
    clock.move(days=1)
    upkeep.look_after(store)
    backup, check = look(store)
    assert "vault.db is damaged, so no backup was made" in backup.failure
    assert check.failure.startswith(SAID)
    assert backups_made() == 1
    for _ in range(2):
        clock.move(hours=1)
        upkeep.look_after(store)
        assert look(store)[1].failure.startswith("vault.db: damaged in")
    assert words(store).count("Check found faults") == 2  # once for each thing that was news
    store.close()


def flip_a_page(file: Path) -> None:
    """A bit of the last page, which nobody reads in an ordinary day."""
    content = bytearray(file.read_bytes())
    content[-2000] ^= 1
    file.write_bytes(content)


def test_a_check_that_trips_over_what_it_finds_is_said_and_ends_nothing(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> None:
        raise KeyError("a field nobody wrote")

    def refuse(*_: object) -> None:
        raise StoreBusy("The store is busy.")

    monkeypatch.setattr(checks, "check", refuse)
    with pytest.raises(StoreBusy):
        upkeep.look_after(store)
    assert look(store)[1] == CheckState()
    monkeypatch.setattr(checks, "check", trip)
    assert upkeep.look_after(store)
    assert look(store)[1].failure.startswith("The check of the database stopped")
    with pytest.raises(KeyError):
        upkeep.check(store)  # where somebody asked for it, a fault of the program is one
    store.close()


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_others_check_what_their_key_opens_once_a_day_and_leave_the_rest_to_a_supervisor(
    store: Store, tmp_path: Path, clock: FixedClock, role: Role
) -> None:
    store.close()
    other = open_store(tmp_path, role, source=clock)
    assert upkeep.look_after(other)
    assert look(other) == (BackupState(), CheckState(seen_at=clock.at))
    assert not upkeep.look_after(other)
    with other.writing() as session:
        safety.note_fault(session, "vault.db: damaged in 1 place.")
    clock.move(days=1)
    assert upkeep.look_after(other)
    assert look(other)[1].failing  # they cannot open what is damaged, so they cannot clear it
    other.close()
    boss = open_store(tmp_path, source=clock)
    upkeep.check(boss)
    assert look(boss)[1] == CheckState(sound_at=clock.at, seen_at=clock.at)
    boss.close()


def test_staff_find_their_file_damaged(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    staff.checkpoint()
    flip_a_page(staff.folder / STORE_FILE)
    report = upkeep.check(staff)
    assert [line.name for line in report.lines] == [STORE_FILE, VAULT_FILE]
    assert look(staff)[1].failure == report.first_fault != ""
    staff.let_go()


@pytest.mark.parametrize("role", list(Role))
def test_closing_leaves_a_sound_store_without_a_word(
    store: Store, tmp_path: Path, clock: FixedClock, role: Role
) -> None:
    store.close()
    opened = open_store(tmp_path, role, source=clock)
    upkeep.close(opened)
    again = open_store(tmp_path, source=clock)
    with again.reading() as session:
        assert not safety.check_state(session).failing
    assert words(again)[:2] == ["Signed in", "Signed out"]
    again.close()


@pytest.mark.parametrize("act", [upkeep.rest, upkeep.close])
@pytest.mark.parametrize(
    "fault",
    [lambda _: ("row 3 missing from index x",), lambda _: (_ for _ in ()).throw(StoreDamaged(""))],
    ids=["found", "broken off"],
)
def test_what_the_quick_check_finds_is_there_at_the_next_opening(
    store: Store,
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    act: object,
    fault: object,
) -> None:
    assert callable(act)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "quick_check", fault)
        act(store)
        if act is upkeep.rest:
            act(store)  # the same fault is written down once
    store.close()
    again = open_store(tmp_path, source=clock)
    with again.reading() as session:
        state = safety.check_state(session)
    assert (state.failing, state.failed_at, state.sound_at) == (True, clock.at, None)
    assert state.failure.startswith(SAID)
    assert words(again).count("Check found faults") == 1
    again.close()


def test_a_store_that_cannot_be_looked_over_is_closed_all_the_same(
    store: Store, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Store) -> tuple[str, ...]:
        raise UserError("The disk did not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "quick_check", refuse)
        upkeep.close(store)
    again = open_store(tmp_path, source=clock)
    with again.reading() as session:
        assert not safety.check_state(session).failing
    again.close()


def test_why_somebody_leaves_without_a_backup_is_in_the_trail(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    with pytest.raises(UserError, match="Enter the reason"), store.writing() as session:
        safety.leave_without_backup(session, " \n ")
    with store.writing() as session:
        safety.leave_without_backup(session, "The stick\nis " + "x" * 300)
    with store.reading() as session:
        (line, *_) = audit_trail.page(session, TrailFilter()).lines
    assert line.what == "Program ended without a backup"
    (change,) = line.changes
    assert change.after.startswith("The stick is xxx")
    assert len(change.after) == safety.LONGEST_REASON
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with pytest.raises(Refused), staff.writing() as session:
        safety.leave_without_backup(session, "No time.")
    staff.close()
