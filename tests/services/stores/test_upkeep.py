"""What the program does for a store by itself: nothing is lost, and what is wrong is said."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.stores import safety, upkeep
from csq_desktop.storage.store import Store
from tests.factory import FOLDER, FixedClock, open_store
from tests.services.small_shop import logged, set_up

SAID = "The quick check found a file of the store damaged"


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
    assert any("Records that were written are gone" in loss for loss in again.losses)
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
