"""Tasks: real workers over a real store, answers on the window's thread."""

import errno
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, Refused, UserError
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.ui.tasks_case import PATIENCE, Host, Progress, gate, host, keep, kept_keys, waits_for

__all__ = ["gate", "host"]


def refuse(_session: Session) -> None:
    raise UserError("There is no such thing.")


def stumble(_session: Session) -> None:
    raise KeyError("陳大文 9123 4567")


def run_out_of_memory() -> None:
    raise MemoryError


def test_a_write_answers_and_tells_its_topics(
    tasks: Tasks, store: Store, host: Host, qtbot: QtBot
) -> None:
    answers: list[object] = []
    with qtbot.waitSignal(tasks.changed) as changed:
        tasks.write(host, keep("note"), answers.append)
    assert answers == [True]
    assert changed.args == [frozenset({"drafts"})]
    assert kept_keys(store) == {"note"}


def test_what_is_being_written_is_not_written_twice(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    """A double click, or Ctrl+Enter held down, on a form that stays until the answer is there."""
    answers: list[object] = []
    tasks.write(host, waits_for(gate))
    for key in ("note", "note", "other", "note"):
        tasks.write(host, keep(key), answers.append)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert len(answers) == 3  # what was written in between may have changed it


def test_the_answer_comes_before_the_topics(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    order = []
    tasks.changed.connect(lambda _topics: order.append("changed"))
    with qtbot.waitSignal(tasks.settled):
        tasks.write(host, keep("note"), lambda _answer: order.append("done"))
    assert order == ["done", "changed"]


def test_jobs_run_beside_the_window_and_answers_in_it(
    tasks: Tasks, host: Host, qtbot: QtBot
) -> None:
    places: dict[str, object] = {}

    def where(_session: Session) -> QThread:
        return QThread.currentThread()

    def heard(worker: QThread) -> None:
        places.update(worker=worker, window=QThread.currentThread())

    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, where, heard)
    assert places["window"] is host.thread()
    assert places["worker"] is not host.thread()


def test_answers_of_writes_come_in_order(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    answers: list[object] = []
    with qtbot.waitSignal(tasks.settled):
        for number in range(20):
            tasks.write(host, lambda _session, number=number: number, answers.append)
    assert answers == list(range(20))


def test_a_read_does_not_wait_for_a_write(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    answers: list[object] = []
    tasks.write(host, waits_for(gate))
    tasks.read(host, lambda _session: "read", answers.append)
    qtbot.waitUntil(lambda: answers == ["read"])
    assert tasks.busy
    with qtbot.waitSignal(tasks.settled):
        gate.set()


def test_a_long_read_does_not_hold_up_a_short_one(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    def long(_session: Session, progress: Progress) -> None:
        assert gate.wait(PATIENCE)

    answers: list[object] = []
    tasks.read(host, long)
    tasks.read(host, lambda _session: "short", answers.append)
    qtbot.waitUntil(lambda: answers == ["short"])


def test_a_reader_sees_identities_only_when_it_asks(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    seen = []

    def sees(session: Session) -> bool:
        return desk_of(session).sees_identities

    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, sees, lambda sight: seen.append(("plain", sight)))
        tasks.read(host, sees, lambda sight: seen.append(("vault", sight)), identities=True)
    assert seen == [("plain", False), ("vault", True)]


def test_staff_are_refused_identities_in_place(tmp_path: Path, host: Host, qtbot: QtBot) -> None:
    with_store = factory.open_store(tmp_path, Role.STAFF)
    tasks = Tasks(with_store)
    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, lambda _session: None, identities=True)
    tasks.close()
    with_store.close()
    assert [type(error) for error in host.errors] == [Refused]


def test_a_refusal_goes_to_the_caller(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    heard: list[UserError] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.write(host, refuse, failed=heard.append)
    assert [error.text for error in heard] == ["There is no such thing."]
    assert host.errors == []


def test_a_refusal_is_shown_by_the_nearest_parent_that_can(
    tasks: Tasks, host: Host, qtbot: QtBot
) -> None:
    child = QWidget(QWidget(host))
    with qtbot.waitSignal(tasks.settled):
        tasks.read(child, refuse)
    assert [error.text for error in host.errors] == ["There is no such thing."]


def test_a_refusal_nobody_shows_is_told_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    with qtbot.waitSignal(tasks.refused) as refused:
        tasks.read(owner, refuse)
    assert refused.args[0].text == "There is no such thing."


def test_a_refused_write_leaves_nothing(
    tasks: Tasks, store: Store, host: Host, qtbot: QtBot
) -> None:
    def half(session: Session) -> None:
        keep("half")(session)
        refuse(session)

    told: list[object] = []
    tasks.changed.connect(told.append)
    with qtbot.waitSignal(tasks.settled):
        tasks.write(host, half)
    assert (kept_keys(store), told) == (set(), [])


def test_a_fault_is_told_without_what_it_was_about(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    heard: list[UserError] = []
    with qtbot.waitSignal(tasks.broke) as broke:
        tasks.write(host, stumble, failed=heard.append)
    assert "KeyError" in broke.args[0]
    assert "stumble" in broke.args[0]
    assert "9123" not in broke.args[0]
    assert "陳" not in broke.args[0]
    assert "Nothing was saved" in heard[0].text


def test_after_a_fault_the_worker_goes_on(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    answers: list[object] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.write(host, stumble, failed=lambda _error: None)
        tasks.write(host, lambda _session: "still here", answers.append)
    assert answers == ["still here"]


def test_an_owner_that_is_gone_hears_nothing_but_its_write_is_kept(
    tasks: Tasks, store: Store, gate: threading.Event, qtbot: QtBot
) -> None:
    owner = QWidget()
    answers: list[object] = []

    def slow(session: Session) -> None:
        assert gate.wait(PATIENCE)
        keep("kept")(session)

    tasks.write(owner, slow, answers.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    with qtbot.waitSignal(tasks.changed):
        gate.set()
    assert (answers, kept_keys(store)) == ([], {"kept"})


def test_a_read_for_an_owner_that_is_gone_is_not_made(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    owner, made = QWidget(), []
    tasks.read(host, waits_for(gate))
    tasks.read(owner, lambda _session: made.append(1))
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert made == []


def test_asking_again_replaces_the_answer_still_waited_for(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    answers: list[object] = []
    made: list[object] = []
    take = answers.append

    def second(_session: Session) -> str:
        made.append("second")
        return "second"

    tasks.read(host, waits_for(gate, "first"), take)
    tasks.read(host, second, take)
    tasks.read(host, lambda _session: "third", take)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert answers == ["third"]
    assert made == []


def test_questions_with_answers_of_their_own_are_all_answered(
    tasks: Tasks, host: Host, qtbot: QtBot
) -> None:
    answers: list[object] = []
    with qtbot.waitSignal(tasks.settled):
        for number in range(3):
            tasks.read(host, lambda _s, number=number: number, lambda got: answers.append(got))
    assert answers == [0, 1, 2]


def test_a_cancelled_write_stops_at_its_next_step_and_keeps_nothing(
    tasks: Tasks, store: Store, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    begun = threading.Event()

    def long(session: Session, progress: Progress) -> None:
        keep("half")(session)
        begun.set()
        assert gate.wait(PATIENCE)
        progress(1, 2)
        keep("whole")(session)

    heard: list[object] = []
    ticket = tasks.write(host, long, failed=heard.append)
    qtbot.waitUntil(begun.is_set)
    tasks.cancel(ticket)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert [type(error) for error in heard] == [Cancelled]
    assert kept_keys(store) == set()


def test_a_cancelled_read_is_over_at_once(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    heard: list[object] = []
    answers: list[object] = []
    ticket = tasks.read(host, waits_for(gate, "late"), answers.append, failed=heard.append)
    tasks.cancel(ticket)
    assert [type(error) for error in heard] == [Cancelled]
    assert not tasks.busy
    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, lambda _session: None)
        gate.set()
    assert answers == []


def test_a_write_that_began_and_tells_no_progress_cannot_be_cancelled(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    begun = threading.Event()

    def stubborn(_session: Session) -> str:
        begun.set()
        assert gate.wait(PATIENCE)
        return "done"

    answers: list[object] = []
    ticket = tasks.write(host, stubborn, answers.append)
    assert ticket.may_cancel or begun.is_set()
    qtbot.waitUntil(begun.is_set)
    assert not ticket.may_cancel
    tasks.cancel(ticket)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert answers == ["done"]


def test_work_still_in_the_queue_is_never_begun_once_cancelled(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    made: list[int] = []
    heard: list[UserError] = []
    tasks.compute(host, lambda: gate.wait(PATIENCE))
    ticket = tasks.compute(host, lambda: made.append(1), failed=heard.append)
    tasks.cancel(ticket)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert (made, [type(error) for error in heard]) == ([], [Cancelled])


def test_work_without_a_store_needs_no_store(host: Host, qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[int] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.compute(host, lambda: 6 * 7, answers.append)
    tasks.close()
    assert answers == [42]


def test_a_read_without_a_store_is_a_fault(host: Host, qtbot: QtBot) -> None:
    tasks = Tasks()
    with qtbot.waitSignal(tasks.broke) as broke:
        tasks.read(host, lambda _session: None)
    tasks.close()
    assert "RuntimeError" in broke.args[0]


def test_a_file_on_a_drive_that_hangs_holds_up_neither_other_work_nor_the_end(
    tasks: Tasks, store: Store, host: Host, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csq_desktop.ui.tasks.LONG_AFTER_SECONDS", 0.0)
    drive, begun, answers = threading.Event(), threading.Event(), list[object]()

    def read_file() -> None:
        begun.set()
        assert drive.wait(PATIENCE)

    tasks.compute(host, read_file)
    qtbot.waitUntil(begun.is_set)
    tasks.compute(host, lambda: "drawn", answers.append)
    qtbot.waitUntil(lambda: answers == ["drawn"])
    tasks.write(host, keep("note"))
    tasks.close(seconds=0.05)
    assert tasks.is_held_up
    assert kept_keys(store) == {"note"}
    drive.set()


def test_a_backup_to_a_drive_that_hangs_does_not_hold_up_the_end(
    tasks: Tasks, host: Host, qtbot: QtBot
) -> None:
    drive, begun = threading.Event(), threading.Event()

    def back_up(_store: Store) -> None:
        begun.set()
        assert drive.wait(PATIENCE)

    tasks.on_store(host, back_up)
    qtbot.waitUntil(begun.is_set)
    tasks.close(for_store=0.05)
    assert tasks.is_store_held_up
    drive.set()


def test_closing_finishes_what_was_to_be_written(tasks: Tasks, store: Store, host: Host) -> None:
    for number in range(5):
        tasks.write(host, keep(f"note {number}"))
    tasks.close()
    assert len(kept_keys(store)) == 5
    assert not tasks.busy


def test_closing_stops_what_can_be_stopped(
    tasks: Tasks, store: Store, host: Host, qtbot: QtBot
) -> None:
    begun = threading.Event()

    def endless(session: Session, progress: Progress) -> None:
        keep("half")(session)
        begun.set()
        while True:
            progress(0.5)

    tasks.write(host, endless)
    qtbot.waitUntil(begun.is_set)
    tasks.close()
    assert kept_keys(store) == set()


def test_after_closing_nothing_is_begun(tasks: Tasks, host: Host) -> None:
    tasks.close()
    made: list[int] = []
    tasks.write(host, lambda _session: made.append(1))
    assert (made, tasks.busy) == ([], False)


def test_a_progress_that_was_bound_is_left_alone(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    def job(_session: Session, progress: str) -> str:
        return progress

    answers: list[object] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, partial(job, progress="own"), answers.append)
    assert answers == ["own"]


def find_no_room_for_drafts() -> None:
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")


@pytest.mark.parametrize(
    ("job", "words"),
    [(run_out_of_memory, "not enough memory"), (find_no_room_for_drafts, "The disk refused")],
)
def test_what_the_computer_lacks_is_no_fault_of_the_program(
    tasks: Tasks, host: Host, qtbot: QtBot, job: Callable[[], None], words: str
) -> None:
    broken: list[str] = []
    tasks.broke.connect(broken.append)
    with qtbot.waitSignal(tasks.settled):
        tasks.compute(host, job)
    assert words in host.errors[0].text
    assert broken == []


def test_a_part_that_cannot_be_loaded_is_said_and_logged(
    tasks: Tasks, host: Host, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def load() -> None:
        raise ImportError("no such part")

    with qtbot.waitSignal(tasks.settled):
        tasks.compute(host, load)
    assert "could not be loaded" in host.errors[0].text
    assert "no such part" in caplog.text
