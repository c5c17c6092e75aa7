"""Waiting: what a window shows of a job that takes long, and how it is cancelled."""

import threading
import time

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.errors import Cancelled
from csq_desktop.ui.tasks import LONG_AFTER_SECONDS, SHOWN_AFTER_SECONDS, Tasks
from tests.ui.tasks_case import PATIENCE, Host, Progress, gate, host, waits_for

__all__ = ["gate", "host"]


def test_waiting_is_shown_where_it_happens_and_then_no_more(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    begun = time.monotonic()
    tasks.read(QWidget(host), waits_for(gate))
    qtbot.waitUntil(lambda: bool(host.waits))
    assert time.monotonic() - begun >= SHOWN_AFTER_SECONDS
    assert host.waits[0] is not None
    assert not host.waits[0].long
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert host.waits[-1] is None


def test_a_quick_answer_shows_no_waiting(tasks: Tasks, host: Host, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.settled):
        tasks.read(host, lambda _session: None)
    assert [wait for wait in host.waits if wait is not None] == []


def test_a_long_wait_shows_how_far_it_is_and_can_be_cancelled(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    def long(progress: Progress) -> None:
        progress(3, 4, "Row 3 of 4")
        assert gate.wait(PATIENCE)
        progress(4, 4)

    heard: list[object] = []
    tasks.compute(host, long, failed=heard.append)
    qtbot.waitUntil(lambda: bool(host.waits) and host.waiting.long, timeout=8000)
    shown = host.waiting
    assert (shown.share, shown.words) == (0.75, "Row 3 of 4")
    assert LONG_AFTER_SECONDS > SHOWN_AFTER_SECONDS
    assert shown.cancel is not None
    shown.cancel()
    qtbot.waitUntil(lambda: host.waiting.words == "Cancelling…")
    assert (heard, host.waiting.cancel) == ([], None)
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert [type(error) for error in heard] == [Cancelled]


def test_work_that_began_and_tells_no_progress_offers_no_cancel(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot
) -> None:
    def stubborn() -> str:
        assert gate.wait(PATIENCE)
        return "made"

    answers: list[object] = []
    heard: list[object] = []
    ticket = tasks.compute(host, stubborn, answers.append, heard.append)
    qtbot.waitUntil(lambda: bool(host.waits) and host.waiting.long, timeout=8000)
    assert host.waiting.cancel is None
    tasks.cancel(ticket)
    assert tasks.busy
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert (answers, heard) == (["made"], [])


@pytest.mark.parametrize("road", ["compute", "read", "write"])
def test_what_finished_in_spite_of_cancel_is_answered_as_done(
    tasks: Tasks, host: Host, gate: threading.Event, qtbot: QtBot, road: str
) -> None:
    begun = threading.Event()

    def nearly_done(*_session: object, progress: Progress) -> str:
        progress(1)
        begun.set()
        assert gate.wait(PATIENCE)
        return "the file is written"

    answers: list[object] = []
    heard: list[object] = []
    ticket = getattr(tasks, road)(host, nearly_done, answers.append, failed=heard.append)
    qtbot.waitUntil(begun.is_set)
    tasks.cancel(ticket)
    assert heard == []
    with qtbot.waitSignal(tasks.settled):
        gate.set()
    assert (answers, heard) == (["the file is written"], [])
