"""Cycles are searched for in the window's thread: a worker must not delete a widget it finds."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from csq_desktop.ui.tasks import Tasks

Working = tuple[Tasks, QObject]


class Told:
    def __init__(self, deaths: list[str]) -> None:
        self._deaths = deaths

    def __del__(self) -> None:
        self._deaths.append(threading.current_thread().name)


@pytest.fixture
def working(qtbot: QtBot) -> Iterator[Working]:
    tasks, owner = Tasks(), QObject()
    with qtbot.waitSignal(tasks.settled):
        tasks.compute(owner, lambda: None)
    yield tasks, owner
    tasks.close()


def test_a_worker_that_allocates_does_not_search(working: Working, qtbot: QtBot) -> None:
    tasks, owner = working
    searched_in: list[int] = []

    def tell(_phase: str, _info: dict[str, int]) -> None:
        searched_in.append(threading.get_ident())

    def allocate() -> int:
        return len([[number] for number in range(300_000)])

    gc.callbacks.append(tell)
    try:
        with qtbot.waitSignal(tasks.settled, timeout=20_000):
            tasks.compute(owner, allocate)
    finally:
        gc.callbacks.remove(tell)
    assert set(searched_in) <= {threading.main_thread().ident}


def test_cycles_are_found_while_workers_run(working: Working, qtbot: QtBot) -> None:
    deaths: list[str] = []
    for _ in range(2 * gc.get_threshold()[0]):
        ring: list[object] = [Told(deaths)]
        ring.append(ring)
    del ring
    qtbot.waitUntil(lambda: bool(deaths))
    assert set(deaths) == {threading.main_thread().name}


def test_python_searches_by_itself_again_when_the_workers_are_gone(working: Working) -> None:
    tasks, _owner = working
    assert not gc.isenabled()
    other = Tasks()
    other.compute(QObject(), lambda: None)
    other.close()
    assert not gc.isenabled()
    tasks.close()
    assert gc.isenabled()
