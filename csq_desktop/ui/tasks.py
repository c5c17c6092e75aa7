"""Background jobs: from a click to the store and back; the only module with threads.

    context.tasks.write(self, partial(complaints.log, new=new), self._on_logged)
    context.tasks.read(self, partial(complaints.lines, filter=chosen), self.model.set_rows)
    context.tasks.compute(self, partial(read_file, path), self._on_read)     no session needed
    context.tasks.on_store(self, backups.make, self._on_made)     opens sessions of its own

A job is called with a session of its own, one that opens several with the store; only frozen
results come back, on the GUI thread.
A job that takes a `progress` argument gets a callable `progress(done, total=1.0, words="")` that
raises Cancelled once the user pressed Cancel; what finished all the same is answered as done.
Reading again with the same owner and the same `done` replaces the answer still waited for.
Writing the same once more while it is still being written is a double click: it is written once.
Answers for destroyed owners are dropped. A UserError goes to `failed`, or is shown by the nearest
parent with `show_error`; anything else is a fault: it is logged, `broke` carries the report, and
the owner is told that nothing was saved.
"""

import inspect
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, QThread, QTimer, Signal
from shiboken6 import isValid

from csq_desktop import disk_refusals, log, memory
from csq_desktop.errors import Cancelled, UserError
from csq_desktop.services.stores.opened import OpenStore, topics
from csq_desktop.texts import tr
from csq_desktop.ui.garbage import GarbageKeeper

SHOWN_AFTER_SECONDS = 0.3
LONG_AFTER_SECONDS = 2.0
LAST_WAIT_SECONDS, LAST_WAIT_FOR_STORE_SECONDS = 10.0, 120.0
"""How long closing waits for work that a network drive may hold up for good: for files alone, and
for what reads the store as well, such as a backup. What is written to the store is waited for."""
_TICK_MS = 100
_NOTHING_DONE = frozenset({"drafts", "audit"})
"""What is saved by itself while somebody types or reads, and is nothing that was done yet.

An entry of the trail alone stands for a look, a print, an export: whatever is done to a record has
the topic of that record too.
"""
_OUTSIDE = "compute"
_log = log.logger("tasks")
T = TypeVar("T")
Failed = Callable[[UserError], object]


@dataclass(frozen=True)
class Waiting:
    """What the user is waiting for; `share` 0..1 or None when unknown."""

    long: bool
    share: float | None
    words: str
    cancel: Callable[[], None] | None


@runtime_checkable
class ShowsWaiting(Protocol):
    """A widget that shows where something is being waited for."""

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show it, or stop showing it."""


@runtime_checkable
class ShowsErrors(Protocol):
    """A widget that shows an error sentence in place."""

    def show_error(self, error: UserError) -> None:
        """Show the sentence."""


class Ticket:
    """One job, queued or running."""

    def __init__(self, owner: QObject, job: Callable[..., object], kind: str) -> None:
        self.owner, self.job, self.kind = owner, job, kind
        self.done: Callable[[Any], object] | None = None
        self.failed: Failed | None = None
        self.identities = False
        self.dropped = False
        self.error: UserError | None = None  # why it failed, set by the worker
        self.follows: int | None = None  # which commit's answer asked for it, or is it
        self.tells_progress = _takes_progress(job)
        self.begun = time.monotonic()
        self.running = False
        self.share: float | None = None
        self.words = ""
        self._stopped = threading.Event()

    @property
    def owner_lives(self) -> bool:
        """Whether the owner may still be called."""
        return isValid(self.owner)

    @property
    def may_cancel(self) -> bool:
        """Whether it can be cancelled: a running job without `progress` cannot be stopped."""
        return self.only_looks or self.tells_progress or not self.running

    @property
    def may_change(self) -> bool:
        """Whether it may change the store."""
        return self.kind in ("write", "store")

    def is_twin(self, owner: QObject, job: Callable[..., object]) -> bool:
        """Whether it is the same job for the same owner, and was not asked to stop."""
        return self.owner is owner and _parts(self.job) == _parts(job) and not self.stopping

    @property
    def only_looks(self) -> bool:
        """Whether it is a short read, which may simply be dropped."""
        return self.kind == "read" and not self.tells_progress

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not finished yet."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Ask the job to end at its next step."""
        self._stopped.set()

    def call(self, *given_to_job: object) -> object:
        """Run the job; called on a worker."""
        self.running = True
        if self._stopped.is_set():
            raise Cancelled(tr("Cancelled. Nothing was saved."))
        if self.tells_progress:
            return self.job(*given_to_job, progress=self._progress)
        return self.job(*given_to_job)

    def _progress(self, done: float, total: float = 1.0, words: str = "") -> None:
        if self._stopped.is_set():
            raise Cancelled(tr("Cancelled. Nothing was saved."))
        self.share = min(1.0, max(0.0, done / total)) if total else None
        self.words = words or self.words


@dataclass(frozen=True)
class _Answer:
    value: object = None
    topics: frozenset[str] = frozenset()
    error: UserError | None = None
    trace: str = ""


class _Lane(QThread):
    """One worker thread with a queue; results come back in order."""

    answered = Signal(object, object)

    def __init__(self, parent: QObject, work: Callable[[Ticket], _Answer]) -> None:
        super().__init__(parent)
        self._work = work
        self._queue: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()

    def add(self, ticket: Ticket) -> None:
        self._queue.put(ticket)

    def finish(self, seconds: float | None = None) -> bool:
        """Run what is queued, then stop; returns when the thread has ended, or False in time."""
        self._queue.put(None)
        return self.wait() if seconds is None else self.wait(int(seconds * 1000))

    def run(self) -> None:
        while (ticket := self._queue.get()) is not None:
            self.answered.emit(ticket, self._attempt(ticket))

    def _attempt(self, ticket: Ticket) -> _Answer:
        try:
            with memory.watched():
                return self._work(ticket)
        except UserError as error:
            if isinstance(error.__cause__, ImportError):  # the sentence does not say which part
                _log.exception("a part of the program could not be loaded")
            ticket.error = error
            return _Answer(error=error)
        except Exception as error:
            _log.exception("a job failed")
            refusal = disk_refusals.in_words(error) if isinstance(error, OSError) else None
            ticket.error = refusal or _fault_error()
            trace = "" if refusal else log.trace_without_values(error)
            return _Answer(error=ticket.error, trace=trace)


_left_behind: list[_Lane] = []  # Qt ends the program when the object of a running thread goes


class Tasks(QObject):
    """Runs the jobs of all pages; `changed` carries the topics of every commit."""

    changed = Signal(object)
    broke = Signal(str)
    refused = Signal(object)
    settled = Signal()

    def __init__(
        self,
        store: OpenStore | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._lanes: dict[str, _Lane] = {}
        self._open: list[Ticket] = []
        self._hosts: dict[int, ShowsWaiting] = {}
        self._closed = self.is_held_up = self.is_store_held_up = False
        self.commits = 0  # how many writes have done anything since the store was opened
        self.answering: int | None = None  # which of them is being answered now
        self._garbage = GarbageKeeper(self)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._on_tick)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._open)

    @property
    def is_writing(self) -> bool:
        """Whether a job that may change the store is under way, or a read that answers it."""
        return any(ticket.may_change or ticket.follows is not None for ticket in self._open)

    def write(
        self,
        owner: QObject,
        job: Callable[..., T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run the job in one transaction; it runs even if the owner is destroyed."""
        changing = [ticket for ticket in self._open if ticket.may_change]
        if changing and changing[-1].is_twin(owner, job):
            return changing[-1]
        return self._submit(Ticket(owner, job, "write"), done, failed)

    def read(
        self,
        owner: QObject,
        query: Callable[..., T],
        done: Callable[[T], object] | None = None,
        *,
        identities: bool = False,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run a query on the read-only connection; `identities` attaches the vault."""
        ticket = Ticket(owner, query, "read")
        ticket.identities = identities
        self._supersede(owner, done)
        return self._submit(ticket, done, failed)

    def compute(
        self,
        owner: QObject,
        job: Callable[..., T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run a job that needs no store, such as drawing a chart or reading a file."""
        return self._submit(Ticket(owner, job, _OUTSIDE), done, failed)

    def on_store(
        self,
        owner: QObject,
        job: Callable[..., T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run a job that opens its own transactions, such as a backup; it gets the whole store."""
        return self._submit(Ticket(owner, job, "store"), done, failed)

    def cancel(self, ticket: Ticket) -> None:
        """Ask a job to stop; the owner gets Cancelled, or the result if it finished anyway."""
        ticket.stop()
        if ticket.only_looks and ticket in self._open:
            self._forget(ticket)
            self._tell_error(ticket, Cancelled(tr("Cancelled. Nothing was saved.")))

    def close(
        self,
        seconds: float = LAST_WAIT_SECONDS,
        for_store: float = LAST_WAIT_FOR_STORE_SECONDS,
    ) -> None:
        """Finish the queued writes, stop everything else, end the workers.

        One that is held up by a file outside the store is left behind; `is_held_up` says so, and
        `is_store_held_up` that it has the store in its hands.
        """
        self._closed = True
        self._clock.stop()
        for ticket in self._open:
            if ticket.kind != "write" or ticket.tells_progress:
                ticket.stop()
        for name, lane in [*self._lanes.items()]:
            is_outside = name.startswith(_OUTSIDE)
            if not lane.finish(seconds if is_outside else None if name == "write" else for_store):
                lane.setParent(None)
                _left_behind.append(self._lanes.pop(name))
                self.is_held_up = True
                self.is_store_held_up |= not is_outside
        self._garbage.end()
        self._open.clear()

    def _submit(
        self, ticket: Ticket, done: Callable[[Any], object] | None, failed: Failed | None
    ) -> Ticket:
        ticket.done, ticket.failed, ticket.follows = done, failed, self.answering
        if not self._closed:
            self._open.append(ticket)
            self._lane_of(ticket).add(ticket)
            if not self._clock.isActive():
                self._clock.start()
        return ticket

    def _lane_of(self, ticket: Ticket) -> _Lane:
        # A long read gets a thread of its own, so that short ones never wait behind it.
        name = "aside" if ticket.kind == "read" and ticket.tells_progress else ticket.kind
        if name == _OUTSIDE:
            name += str(self._count_held_up())
        if name not in self._lanes:
            works = {
                "write": self._write,
                "read": self._read,
                "aside": self._read,
                "store": self._on_store,
            }
            lane = _Lane(self, works.get(name, _compute))
            lane.answered.connect(self._on_answered)
            self._garbage.begin()
            lane.start()
            self._lanes[name] = lane
        return self._lanes[name]

    def _count_held_up(self) -> int:
        """How many jobs without the store run for long: others do not wait behind them."""
        since = time.monotonic() - LONG_AFTER_SECONDS
        return sum(
            ticket.kind == _OUTSIDE and ticket.running and ticket.begun < since
            for ticket in self._open
        )

    def _write(self, ticket: Ticket) -> _Answer:
        with self._opened().writing() as session:
            value = ticket.call(session)
        return _Answer(value, topics(session))  # after the commit: pages reload what stands now

    def _read(self, ticket: Ticket) -> _Answer:
        if ticket.dropped or not ticket.owner_lives:
            return _Answer()
        with self._opened().reading(identities=ticket.identities) as session:
            return _Answer(ticket.call(session))

    def _on_store(self, ticket: Ticket) -> _Answer:
        return _Answer(ticket.call(self._opened()))

    def _opened(self) -> OpenStore:
        if self._store is None:
            raise RuntimeError("no store is open")
        return self._store

    def _supersede(self, owner: QObject, done: Callable[[Any], object] | None) -> None:
        # Bound methods are equal to one another; two partials never are, so they replace nothing.
        for ticket in [*self._open]:
            same = ticket.kind == "read" and ticket.owner is owner and ticket.done == done
            if same and done is not None:
                ticket.stop()
                self._forget(ticket)

    def _forget(self, ticket: Ticket) -> None:
        ticket.dropped = True
        self._open.remove(ticket)
        self._on_tick()

    def _on_answered(self, ticket: Ticket, answer: _Answer) -> None:
        if self._closed:  # an answer that was on its way when the workers ended
            return
        # Before the answer: its toast offers to undo this one.
        self.commits += bool(answer.topics - _NOTHING_DONE)
        if ticket.may_change:
            ticket.follows = self.commits
        if not ticket.dropped:
            self._open.remove(ticket)
            self._on_tick()
            self._deliver(ticket, answer)
        if answer.topics:
            self.changed.emit(answer.topics)
        if not self._open:
            self._clock.stop()
            self.settled.emit()

    def _deliver(self, ticket: Ticket, answer: _Answer) -> None:
        before, self.answering = self.answering, ticket.follows
        try:
            self._call_owner(ticket, answer)
        finally:
            self.answering = before

    def _call_owner(self, ticket: Ticket, answer: _Answer) -> None:
        if answer.trace:
            self.broke.emit(answer.trace)
        if answer.error is not None:
            self._tell_error(ticket, answer.error)
        elif ticket.done is not None and ticket.owner_lives:
            ticket.done(answer.value)

    def _tell_error(self, ticket: Ticket, error: UserError) -> None:
        if not ticket.owner_lives:
            return
        if ticket.failed is not None:
            ticket.failed(error)
        elif (host := _errors_host(ticket.owner)) is not None:
            host.show_error(error)
        else:
            self.refused.emit(error)

    def _on_tick(self) -> None:
        shown: dict[int, ShowsWaiting] = {}
        now = time.monotonic()
        for ticket in self._open:
            waited = now - ticket.begun
            if waited < SHOWN_AFTER_SECONDS or not ticket.owner_lives:
                continue
            host = _waiting_host(ticket.owner)
            if host is not None and id(host) not in shown:
                shown[id(host)] = host
                host.show_waiting(self._waiting(ticket, waited))
        for key, host in self._hosts.items():
            if key not in shown and isValid(host):
                host.show_waiting(None)
        self._hosts = shown

    def _waiting(self, ticket: Ticket, waited: float) -> Waiting:
        long = waited >= LONG_AFTER_SECONDS
        if ticket.stopping:
            return Waiting(long, ticket.share, tr("Cancelling…"), None)
        cancel = partial(self.cancel, ticket) if ticket.may_cancel else None
        return Waiting(long, ticket.share, ticket.words, cancel)


def _upwards(owner: QObject) -> Iterator[QObject]:
    place: QObject | None = owner
    while place is not None:
        yield place
        place = place.parent()


def _errors_host(owner: QObject) -> ShowsErrors | None:
    """The owner or its nearest parent that shows errors."""
    return next((place for place in _upwards(owner) if isinstance(place, ShowsErrors)), None)


def _waiting_host(owner: QObject) -> ShowsWaiting | None:
    """The owner or its nearest parent that shows waiting."""
    return next((place for place in _upwards(owner) if isinstance(place, ShowsWaiting)), None)


def _compute(ticket: Ticket) -> _Answer:
    return _Answer(ticket.call())


def _parts(job: Callable[..., object]) -> object:
    """What tells jobs apart: no partial equals another one."""
    return (job.func, job.args, job.keywords) if isinstance(job, partial) else job


def _takes_progress(job: Callable[..., object]) -> bool:
    bound = job.keywords if isinstance(job, partial) else {}
    try:
        return "progress" not in bound and "progress" in inspect.signature(job).parameters
    except ValueError:  # a built-in that does not give its signature
        return False


def _fault_error() -> UserError:
    return UserError(tr("The program made an error. Nothing was saved. Please try again."))
