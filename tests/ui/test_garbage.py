"""Garbage is collected in the window's own thread, and only there."""

import gc
import threading
import weakref

from csq_desktop.ui.garbage import GarbageCollection


class Page:
    """Something that holds itself, as a page holds its slots."""

    def __init__(self) -> None:
        self.slot = self


def _made(count: int) -> weakref.ref[Page]:
    """So many pages out of use."""
    pages = [Page() for _ in range(count)]
    return weakref.ref(pages[0])


def test_a_worker_collects_nothing(qapp) -> None:
    GarbageCollection(qapp).deleteLater()
    worker_made: list[weakref.ref[Page]] = []
    worker = threading.Thread(target=lambda: worker_made.append(_made(5000)))
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert worker_made[0]() is not None


def test_the_windows_thread_collects_what_is_due(qapp) -> None:
    collection = GarbageCollection()
    gc.collect()
    gone = _made(5000)
    assert collection.look() > 0
    assert gone() is None
    assert collection.look() == 0


def test_it_looks_by_itself(qtbot) -> None:
    collection = GarbageCollection()
    gone = _made(5000)
    qtbot.waitUntil(lambda: gone() is None)
    collection.deleteLater()
