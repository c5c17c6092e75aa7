"""The long steps that change files, on a disk that fails, or with a kill, at a counted call."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.errors import UserError
from csq_desktop.services.imports import commands
from tests.storage.faults import fault_children as work
from tests.storage.faults.day_children import striking
from tests.storage.faults.disk_calls import watching
from tests.storage.faults.fork_server import tell


def take_in(folder: str, user_id: int, keys: list[str], file: str) -> None:
    """Import a list of complaints, and close."""
    store = work.open_by_sheet(Path(folder), user_id, keys)
    order = commands.Order(ImportKind.COMPLAINTS, Path(file))
    try:
        commands.run(store, order, None)
    finally:
        store.close()


STEPS: dict[str, Callable[..., None]] = {
    step.__name__: step for step in (work.change_keys, work.back_up, work.bring_back, take_in)
}


def do(watched: str, fault: str, at: int, step: str, *arguments: object) -> None:
    """Do a step; at that call below the watched folder, or from it on, the fault comes."""
    strike, numbers = striking(fault, at)
    tell("begins")
    with watching(Path(watched), strike), suppress(UserError):
        STEPS[step](*arguments)
        tell("done")
    tell(f"calls {next(numbers) - 1}")
