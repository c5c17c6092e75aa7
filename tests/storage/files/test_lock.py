"""T8: one program at a time, many threads in it."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from csq_desktop.errors import NotAStore, StoreBusy, UserError
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files.lock import LOCK_FILE, StoreLock
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.shop.shop import DraftRow
from tests.factory import START, copy_store, open_store
from tests.tally import Tally

HOLDER = """
import sys
from pathlib import Path
from csq_desktop.storage.files.lock import StoreLock
lock = StoreLock(Path(sys.argv[1]))
lock.take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.fault("T8")
def test_a_second_program_is_told_within_a_second_and_let_in_after_a_kill(
    tmp_path: Path, tally: Tally
) -> None:
    folder = copy_store(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        started = time.monotonic()
        with tally.round("undetected"), pytest.raises(StoreBusy, match="open in another"):
            open_store(tmp_path)
        assert time.monotonic() - started < 1
        holder.kill()
    with tally.counting("unopenable"):
        open_store(tmp_path).close()


def test_a_second_window_of_the_same_program_is_told_too(store: Store, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(StoreBusy):
        open_store(tmp_path)
    assert time.monotonic() - started < 1
    assert store.quick_check() == ()


def test_a_lock_let_go_can_be_taken_again(tmp_path: Path) -> None:
    first, second = StoreLock(tmp_path), StoreLock(tmp_path)
    first.take()
    first.release()
    first.release()
    second.take()
    second.release()


def test_a_folder_that_is_gone_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(NotAStore, match="moved"):
        StoreLock(tmp_path / "gone").take()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).mkdir()
    with pytest.raises(UserError, match="read-only"):
        StoreLock(tmp_path).take()


@pytest.mark.fault("T8")
def test_24_threads_at_once_lose_nothing(
    store: Store, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    """T8: in each round each of 12 threads writes 10 rows while 12 others read."""
    rows = set[tuple[int, str]]()
    for number in range(rounds(1, 150)):
        work_at_once(store, number)
        rows |= {(worker, f"{number}.{n}") for worker in range(12) for n in range(10)}
        with store.reading() as session, tally.round("lost"):
            there = session.execute(select(DraftRow.user_id, DraftRow.name)).all()
            assert sorted(map(tuple, there)) == sorted(rows)
    with store.reading() as session:
        assert audit.verify(session, store.keyring).sound


def work_at_once(store: Store, turn: int) -> None:
    def write(worker: int) -> None:
        for number in range(10):
            with store.writing() as session:
                row = DraftRow(id=ids.reserve(session), user_id=worker, name=f"{turn}.{number}")
                row.fields, row.saved_at = {"worker": worker}, START
                session.add(row)
                audit.note(session, "printed")

    def read(_: int) -> None:
        seen = 0
        while not written.is_set():
            with store.reading() as session:
                now = session.scalar(select(func.count()).select_from(DraftRow)) or 0
            assert now >= seen
            seen = now

    written = Event()
    with ThreadPoolExecutor(24) as pool:
        readers = [pool.submit(read, number) for number in range(12)]
        writers = [pool.submit(write, number) for number in range(12)]
        wait(writers)
        written.set()
    for job in (*writers, *readers):
        job.result()
