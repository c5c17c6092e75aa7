"""T2 and T5: at every call that changes the disk the program is killed, or the disk refuses it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.services.stores import checks
from tests.factory import FOLDER, open_store, user
from tests.services.small_shop import set_up
from tests.storage.backup.backup_case import supervisor
from tests.storage.faults import day_children, fault_children
from tests.storage.faults.fork_server import Children
from tests.storage.faults.test_kill import require_all
from tests.tally import Tally

MAY = user(Role.SUPERVISOR).id
KEYS = [supervisor().recovery_code, supervisor().keyring.own_signer.seed.hex()]
COVERS = (
    "a day at the window (sign-in, {saves} saves, checkpoint, close), at {tried} of {calls} calls: "
    "SQLite's writes (half done), truncations, syncs, opens, deletions; renames and syncs of "
    "keys.json"
)


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    server = Children(day_children.__name__)
    yield server
    server.close()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "made")
    set_up(store)
    store.close()
    return store.folder


def struck_at_each(shop: Path, children: Children, tally: Tally, fault: str, share: int) -> None:
    """A day with the fault at every call, or at that many of them; nothing told is lost."""
    whole = shutil.copytree(shop, shop.parents[1] / "whole" / FOLDER)
    *_, last = children.run(day_children.live_a_day, whole, MAY, KEYS, fault, 0)
    calls = int(last.split()[1])
    assert calls > 60
    places = range(1, calls + 1, max(1, calls // share))
    for at in places:
        place = shop.parents[1] / str(at)
        folder = shutil.copytree(shop, place / FOLDER)
        with tally.round("undetected"):
            told = children.struck(day_children.live_a_day, folder, MAY, KEYS, fault, at)
            assert (fault == "kill") is not _ended(told, before=at), told
        with tally.counting("unopenable"):
            again = open_store(place)
        assert again.findings == (), at
        require_all(again, [line for line in told if len(line.split()) == 2], tally)
        if at % 5 == 0:
            with tally.counting("partial"):
                assert checks.check(again).sound
        again.close()
        shutil.rmtree(place)
    tally.note = COVERS.format(saves=len(fault_children.DAY), tried=len(places), calls=calls)


def _ended(words: list[str], before: int) -> bool:
    """Whether a day came to its end; one with fewer calls than the fault waits for does so too.

    Which pages a day writes depends on its random keys: two days differ by a call or two.
    """
    return any(line.startswith("calls") and int(line.split()[1]) >= before for line in words)


@pytest.mark.fault("T2", only="linux")
def test_a_kill_inside_any_call_loses_nothing(
    shop: Path, children: Children, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    struck_at_each(shop, children, tally, "kill", rounds(8, 100_000))


@pytest.mark.fault("T5", only="linux")
@pytest.mark.parametrize("fault", ["once", "sticky"])
def test_a_disk_that_refuses_any_call_is_told_and_loses_nothing(
    shop: Path, children: Children, rounds: Callable[[int, int], int], tally: Tally, fault: str
) -> None:
    struck_at_each(shop, children, tally, fault, rounds(4, 100_000))
