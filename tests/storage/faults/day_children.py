"""A short day of a shop on a disk that fails, or with a kill, at a call that is counted."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.storage.store import Store
from tests.storage.faults import fault_children as work
from tests.storage.faults.disk_calls import GO_ON, IO_ERRORS, KILL, Call, Watcher, watching
from tests.storage.faults.fork_server import tell


def live_a_day(folder: str, user_id: int, keys: list[str], fault: str, at: int) -> None:
    """Sign in, save, close; at that call, or from it on, the fault comes; 0 is never."""
    strike, numbers = striking(fault, at)
    tell("begins")
    with watching(Path(folder), strike), suppress(UserError):
        live(work.open_by_sheet(Path(folder), user_id, keys), at, tell)
    tell(f"calls {next(numbers) - 1}")


def striking(fault: str, at: int) -> tuple[Watcher, Iterator[int]]:
    """What strikes at a call, or from it on, and the numbers of calls that it takes."""
    numbers = count(1)

    def strike(call: Call) -> int:
        number = next(numbers)
        if number == at or (fault == "sticky" and 0 < at < number):
            return KILL if fault == "kill" else IO_ERRORS.get(call.kind, 10)
        return GO_ON

    return strike, numbers


def live(store: Store, seed: int, tell: Callable[[str], None]) -> None:
    """Save each kind of record, checkpoint, close; tell of each save once it is kept."""
    dice, cases = random.Random(seed), list[int]()
    for save in work.DAY:
        with suppress(UserError):
            with store.writing() as session:
                done = save(session, dice, cases)
            tell(done)
    with suppress(UserError):
        store.rest()
    with suppress(UserError):
        store.close()
