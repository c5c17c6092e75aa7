"""T2 and T5 for the long steps: killed, or refused by the disk, at calls that change it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from csq_desktop.domain.stores.backups import ENDING
from csq_desktop.services.stores import backups
from csq_desktop.storage.backup import places
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.maintenance import rekeying, restore
from csq_desktop.storage.sessions.desk import Clock
from tests.factory import FOLDER, FixedClock, open_store
from tests.services.small_shop import set_up
from tests.storage.backup.backup_case import add_customers, brought_back, files_below
from tests.storage.faults import step_children
from tests.storage.faults.fork_server import Children
from tests.storage.faults.test_kill import CODE, KEYS, MAY, PASSPHRASE, opened, require_customers
from tests.tally import Tally

COUNT, ROWS = 20, 30
LIST = "received,category,severity\n" + "".join(
    f"2026-09-01 10:{minute:02},till.waiting,low\n" for minute in range(ROWS)
)
Arguments = list[object]


@dataclass(frozen=True)
class Place:
    """A folder with a store, an empty folder for backups, a backup and a list to import."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / FOLDER

    @property
    def stick(self) -> Path:
        return self.root / "stick"

    @property
    def file(self) -> Path:
        return self.root / f"Shop{ENDING}"

    @property
    def list(self) -> Path:
        return self.root / "list.csv"

    @property
    def back(self) -> Path:
        return self.root / "new" / "Back.csq"


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    server = Children(step_children.__name__)
    yield server
    server.close()


@pytest.fixture
def whole(tmp_path: Path) -> Place:
    place = Place(tmp_path / "whole")
    store = open_store(place.root)
    set_up(store)
    add_customers(store, COUNT)
    backups.make(store, place.file)
    store.close()
    for folder in (place.stick, place.back.parent):
        folder.mkdir()
    place.list.write_text(LIST, "utf-8")
    return place


def keys_are_old_or_new(place: Place, tally: Tally, *, done: bool) -> None:
    assert not (done and KeyFile.load(place.store / KEY_FILE).rekey_pending)
    if KeyFile.load(place.store / KEY_FILE).rekey_pending:
        require_customers(opened(place.store, tally), COUNT, tally)
        rekeying.rekey(place.store, MAY, PASSPHRASE, clock=Clock(FixedClock()))
    require_customers(opened(place.store, tally), COUNT, tally)
    assert {path for path in files_below(place.store) if ".next" in path} == set()


def backups_are_whole(place: Place, tally: Tally, *, done: bool) -> None:
    store = opened(place.store, tally)
    files = [*place.stick.glob(f"*{ENDING}")]
    tally.lost += done and not files
    for file in files:
        with tally.counting("partial"):
            assert restore.describe(file, restore.by_recovery(CODE)).customers == COUNT
    again = backups.make(store, place.stick)
    brought_back(again.file, place.back)
    known = {each.file for each in places.list_backups(place.stick, store.keyring.store_id)}
    assert files_below(place.stick) == known
    require_customers(store, COUNT, tally)


def it_came_back_whole_or_not_at_all(place: Place, tally: Tally, *, done: bool) -> None:
    tally.lost += done and not place.back.exists()
    if not place.back.exists():
        brought_back(place.file, place.back)
    require_customers(opened(place.back, tally), COUNT, tally)
    assert [path.name for path in place.back.parent.iterdir()] == [place.back.name]


def all_came_in_or_none(place: Place, tally: Tally, *, done: bool) -> None:
    store = opened(place.store, tally)
    with store.reading() as session:
        count = "SELECT count(*) FROM complaint WHERE batch_id IS NOT NULL"
        came = session.connection().exec_driver_sql(count).scalar()
    tally.partial += came not in (0, ROWS)
    tally.lost += done and came != ROWS
    require_customers(store, COUNT, tally)


@dataclass(frozen=True)
class Step:
    """A step with what it is given, and what holds wherever it was stopped."""

    name: str
    arguments: Callable[[Place], Arguments]
    require: Callable[..., None]


STEPS = [
    Step("change_keys", lambda place: [place.store, MAY, PASSPHRASE], keys_are_old_or_new),
    Step("back_up", lambda place: [place.store, MAY, KEYS, place.stick], backups_are_whole),
    Step(
        "bring_back",
        lambda place: [place.file, place.back, CODE],
        it_came_back_whole_or_not_at_all,
    ),
    Step("take_in", lambda place: [place.store, MAY, KEYS, place.list], all_came_in_or_none),
]


def struck(
    whole: Place, step: Step, children: Children, tally: Tally, fault: str, share: int
) -> None:
    """The step with the fault at every call, or at that many of them."""

    def tried(name: str, at: int) -> tuple[Place, list[str]]:
        place = Place(shutil.copytree(whole.root, whole.root.with_name(name)))
        order = (place.root, fault, at, step.name, *step.arguments(place))
        return place, children.struck(step_children.do, *order)

    place, words = tried("first", 0)
    step.require(place, tally, done="done" in words)
    calls = int(words[-1].split()[1])
    assert "done" in words
    for at in range(1 + calls // share // 2, calls + 1, max(1, calls // share)):
        with tally.round("undetected"):
            place, words = tried(str(at), at)
            # A step makes a call more or less: the last one may never have come.
            is_struck = words[-1:] != [f"calls {at - 1}"]
            ended = any(word.startswith("calls") for word in words)
            assert ended is (fault != "kill" or not is_struck), words
        step.require(place, tally, done="done" in words)
        shutil.rmtree(place.root)
    tally.note = f"{step.name}: {fault} at {tally.rounds} of {calls} calls"


@pytest.mark.fault("T2", only="linux")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_kill_inside_any_call_of_a_step_leaves_old_or_new(
    whole: Place,
    step: Step,
    children: Children,
    rounds: Callable[[int, int], int],
    tally: Tally,
) -> None:
    struck(whole, step, children, tally, "kill", rounds(2, 100_000))


@pytest.mark.fault("T5", only="linux")
@pytest.mark.parametrize("fault", ["once", "sticky"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_disk_that_refuses_any_call_of_a_step_is_told_and_loses_nothing(
    whole: Place,
    step: Step,
    children: Children,
    rounds: Callable[[int, int], int],
    tally: Tally,
    fault: str,
) -> None:
    struck(whole, step, children, tally, fault, rounds(1, 100_000))
