"""T6: with too little memory each step ends in a sentence that says so, and loses nothing."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.factory import FOLDER, PASSPHRASES, open_store, user
from tests.services.small_shop import set_up
from tests.storage.backup.backup_case import supervisor
from tests.storage.faults import memory_children as work
from tests.storage.faults.fork_server import Children
from tests.storage.faults.memory_children import MIB
from tests.storage.faults.test_kill import require_all
from tests.tally import Tally

Rounds = Callable[[int, int], int]
MAY = user(Role.SUPERVISOR).id
KEYS = [supervisor().recovery_code, supervisor().keyring.own_signer.seed.hex()]
ENOUGH = {"opening": 110, "saving": 85, "import": 160, "printing": 200}  # MiB more than at rest
GIB = 1024 * MIB
ROWS = 500
WORDS = ("There is not enough memory.", "A part of the program could not be loaded", "Checking the")


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    server = Children(work.__name__)
    yield server
    server.close()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "made")
    set_up(store)
    store.close()
    return store.folder


def copied(shop: Path, place: Path, rows: int = ROWS) -> Path:
    """The shop in a place of its own, beside a list to import."""
    folder = shutil.copytree(shop, place / FOLDER)
    cells = (
        f"2026-09-{row % 28 + 1:02} 11:{row % 60:02},telephone,till.waiting,low,Waited {row} min"
        for row in range(rows)
    )
    lines = ["Received at,Channel,Category,Severity,Summary", *cells]
    (place / work.LIST).write_text("\n".join(lines), "utf-8")
    return folder


def limits(step: str, count: int) -> list[int]:
    """Bytes by which the program may grow: from hardly any to more than it needs."""
    return [int(ENOUGH[step] * 1.5 * MIB * (number + 0.5) / count) for number in range(count)]


def endings(children: Children, folder: Path, step: str, size: int) -> list[str]:
    """What a step with so much memory kept, and how it ended."""
    if step == "opening":
        words = children.run(work.open_it, folder, size, PASSPHRASES[Role.SUPERVISOR])
    else:
        words = children.run(work.do, folder, size, MAY, KEYS, step)
    return words[1:]


@pytest.mark.fault("T6", only="linux", apart=True)
@pytest.mark.parametrize("step", ENOUGH)
def test_too_little_memory_is_told_and_loses_nothing(
    shop: Path, children: Children, rounds: Rounds, tally: Tally, step: str
) -> None:
    done = refused = 0
    for number, size in enumerate(limits(step, rounds(3, 125))):
        place = shop.parents[1] / str(number)
        folder = copied(shop, place)
        with tally.round("undetected"):
            words = endings(children, folder, step, size)
            sentences = [line for line in words if len(line.split()) > 2]
            assert words
            assert all(line.startswith(WORDS) for line in sentences), sentences
        done, refused = done + (not sentences), refused + bool(sentences)
        with tally.counting("unopenable"):
            again = open_store(place)
        assert again.findings == (), size
        require_kept(again, words, tally)
        again.close()
        shutil.rmtree(place)
    assert min(done, refused) > 0, (done, refused)
    tally.note = f"limits from the start of a step: {', '.join(ENOUGH)}; import and pack in 1 GB"


def require_kept(store: Store, words: list[str], tally: Tally) -> None:
    """All that was acknowledged is there, and of an import everything or nothing."""
    with store.reading() as session:
        read = session.connection().exec_driver_sql
        imported = read("SELECT count(*) FROM complaint WHERE batch_id IS NOT NULL").scalar()
    tally.partial += imported not in (0, ROWS)
    tally.lost += f"added {ROWS}" in words and not imported
    acknowledged = [line for line in words if len(line.split()) == 2]
    if not imported:
        require_all(store, acknowledged, tally)
    with tally.counting("partial"):
        assert checks.check(store).sound


@pytest.mark.fault("T6", only="linux", apart=True)
@pytest.mark.parametrize("step", ["import", "printing"])
def test_an_import_and_a_pack_fit_into_one_gigabyte(
    shop: Path, children: Children, rounds: Rounds, tally: Tally, step: str
) -> None:
    place, rows = shop.parents[1] / "large", rounds(2_000, 100_000)
    folder = copied(shop, place, rows)
    with tally.round("undetected"):
        (ending,) = endings(children, folder, step, GIB - work.size_now())
        assert ending in (f"added {rows}", "pages 12")
