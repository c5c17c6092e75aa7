"""What the children do that get too little memory: each step of the program that needs much."""

import os
import random
import resource
import sys
from collections.abc import Callable
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from csq_desktop import cli, memory
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.errors import UserError
from csq_desktop.services.imports import commands
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.storage.faults.fault_children import DAY, open_by_sheet
from tests.storage.faults.fork_server import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 1024 * 1024
LIST = "list.csv"
_PAGE = resource.getpagesize()


@contextmanager
def at_most(size: int) -> "Iterator[None]":
    """Inside the block the program's memory may grow by so many bytes."""
    _limit(size_now() + size)
    try:
        yield
    finally:
        _limit(resource.RLIM_INFINITY)


def size_now() -> int:
    """How many bytes of addresses this program has."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * _PAGE


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))


def open_it(folder: str, size: int, passphrase: str) -> None:
    """Sign in with the passphrase, look at everything, sign out: as the program, from its start."""
    words, errors = ["check", folder], StringIO()
    os.environ["CSQ_PASSPHRASE"] = passphrase
    tell("begins")
    with redirect_stdout(StringIO()), redirect_stderr(errors), at_most(size):
        code = cli.main(words, source=FixedClock())
    assert code in (0, 1), code
    tell(errors.getvalue().strip() if code else "done")


def do(folder: str, size: int, user_id: int, keys: list[str], step: str) -> None:
    """One step in a store that is open already; tells what it kept, and each way it ended."""
    assert not {"numpy", "matplotlib", "reportlab"} & sys.modules.keys()
    lines = list[str]()
    with memory.watched():
        store = open_by_sheet(Path(folder), user_id, keys)
    tell("begins")
    with at_most(size):
        for job in STEPS[step]:
            try:
                with memory.watched():
                    lines.append(job(store))
            except UserError as error:
                lines.append(error.text)
    for line in lines:
        tell(line)
    with suppress(UserError):
        store.close()


def _saves() -> "Iterator[Job]":
    dice, cases = random.Random(6), list[int]()

    def in_a_store(save: Callable[..., str], store: Store) -> str:
        with store.writing() as session:
            return save(session, dice, cases)

    return (partial(in_a_store, save) for save in DAY)


def _import(store: Store) -> str:
    order = commands.Order(ImportKind.COMPLAINTS, store.folder.parent / LIST)
    return f"added {commands.run(store, order, None).counts['new']}"


def _print(store: Store) -> str:
    with store.reading() as session:
        month = Month.of(shop.today(session)).shift(-1)
        return f"pages {packs.make(session, PackRequest(month, ('en',))).pages}"


Job = Callable[[Store], str]
STEPS: dict[str, list[Job]] = {
    "saving": [*_saves()],
    "import": [_import],
    "printing": [_print],
}
