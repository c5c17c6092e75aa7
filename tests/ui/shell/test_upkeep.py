"""Upkeep through the window: a pause at the keyboard leaves nothing to be lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop import paths
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreBusy
from csq_desktop.services.stores import upkeep
from csq_desktop.services.today import due
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import SAFETY_TOPICS, Context
from csq_desktop.ui.shell.lock import IdleWatch
from csq_desktop.ui.shell.upkeep import Upkeep
from tests.factory import FOLDER, PASSPHRASES, FixedClock, copy_store, open_store
from tests.services.small_shop import logged
from tests.ui.start import start_case
from tests.ui.start.start_case import Running


@pytest.fixture
def running(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """The program, with a supervisor signed in, as it looks after the store."""
    start_case.only_settings(monkeypatch)
    program = start_case.start(qapp, qtbot, [str(copy_store(tmp_path))], looks_after=True)
    program.sign_in(0, PASSPHRASES[Role.SUPERVISOR])
    yield program
    start_case.put_away(program)


def log_three(store: Store) -> None:
    for _ in range(3):
        with store.writing() as session:
            logged(session, FixedClock(store.clock.now()))


def logs(store: Store) -> int:
    """How many bytes wait in the logs of both files."""
    return sum(log.stat().st_size for log in store.folder.glob("*-wal"))


def test_after_a_pause_the_logs_hold_nothing_that_could_be_lost(
    running: Running, tmp_path: Path
) -> None:
    log_three(running.store)
    assert logs(running.store) > 0
    running.main.idle_watch.pause.emit()
    running.settle()
    shutil.copytree(
        running.store.folder, tmp_path / "crash" / FOLDER, ignore=shutil.ignore_patterns("*-wal")
    )
    after = open_store(tmp_path / "crash")
    with after.reading() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM complaint").scalar()
    assert count == 3
    assert after.losses == ()
    after.close()


def test_a_pause_makes_the_backup_of_the_day_and_the_pages_are_told(
    running: Running, qtbot: QtBot
) -> None:
    topics: list[frozenset[str]] = []
    running.context.tasks.changed.connect(topics.append)
    for _ in range(2):
        running.main.idle_watch.pause.emit()
        running.settle()
    assert topics == [SAFETY_TOPICS]
    assert len(list(paths.default_backups_folder("Shop").glob("Shop 2026-10-05*"))) == 1


@pytest.mark.parametrize("end", ["lock", "leave"])
def test_what_is_damaged_at_the_end_is_said_on_the_first_page_of_the_next_opening(
    running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Store, "quick_check", lambda _: ("row 3 missing from index x",))
        getattr(running.program, end)()
    again = open_store(tmp_path)
    with again.reading() as session:
        item, *_ = due.items(session, due.now(session))
    assert item.text == "View the result of the check"
    assert "The quick check found a damaged file" in item.under
    again.close()


def test_the_demo_shop_only_rests(context: Context, store: Store, qtbot: QtBot) -> None:
    watch = IdleWatch(5)
    looking_after = Upkeep(context, watch, daily=False)
    log_three(store)
    watch.pause.emit()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert logs(store) == 0
    assert not paths.default_backups_folder("Shop").exists()
    assert looking_after.parent() is None


def test_pauses_do_not_pile_up_and_a_refusal_is_shown_to_nobody(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, tries, refusals = IdleWatch(5), list[int](), list[object]()

    def refuse(_: Store) -> None:
        tries.append(1)
        raise StoreBusy("The store is busy.")

    monkeypatch.setattr(upkeep, "look_after", refuse)
    context.tasks.refused.connect(refusals.append)
    context.toasted.connect(refusals.append)
    looking_after = Upkeep(context, watch)
    for expected in (1, 2):
        watch.pause.emit()
        watch.pause.emit()
        qtbot.waitUntil(lambda: not context.tasks.busy)
        assert len(tries) == expected
    assert refusals == []
    assert looking_after.parent() is None
