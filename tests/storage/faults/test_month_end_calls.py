"""T2 and T5 for a month's end: killed, or refused by the disk, at calls that change it."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from csq_desktop.services.packs import asks, definitions, packs, verify
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.factory import FOLDER, FixedClock, open_store
from tests.services.small_shop import logged, set_up
from tests.storage.faults import month_end_children as work
from tests.storage.faults.fork_server import Children
from tests.storage.faults.test_kill import KEYS, MAY
from tests.tally import Tally

ASKS = 2  # in somebody's words, instead of what the figures would ask
SOME_CALL = 60  # of some hundred: each takes seconds, so the short form strikes this one alone
STANDS = {
    "event": "SELECT id FROM shop_event",
    "corrected": "SELECT id FROM shop_event WHERE title = 'Third till'",
    "removed": "SELECT id FROM shop_event WHERE removed_at IS NOT NULL",
    "issued": "SELECT id FROM pack",
    "decided": "SELECT id FROM ask_answer",
}


@dataclass(frozen=True)
class Place:
    """A folder with a store, a picture, and a folder for what is written."""

    root: Path

    @property
    def picture(self) -> Path:
        return self.root / "till.jpg"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def order(self, fault: str, at: int) -> tuple[object, ...]:
        store = self.root / FOLDER
        return (self.root, fault, at, MAY, KEYS, store, self.picture, self.out)


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    server = Children(work.__name__)
    yield server
    server.close()


@pytest.fixture
def whole(tmp_path: Path) -> Place:
    place, clock = Place(tmp_path / "whole"), FixedClock()
    clock.move(days=-30)
    store = open_store(place.root, source=clock)
    set_up(store)
    with store.writing() as session:
        logged(session, clock)
    store.close()
    Image.new("RGB", (40, 30), "teal").save(place.picture)
    place.out.mkdir()
    return place


def calls_of(whole: Place, children: Children, tally: Tally) -> Sequence[int]:
    """The numbers of all calls of a month's end that nothing strikes.

    Its place is taken once: another copy there would be one that somebody put back.
    """
    place = Place(shutil.copytree(whole.root, whole.root.with_name("untroubled")))
    words = children.struck(work.end_month, *place.order("kill", 0))
    assert len(words) == 10, words
    require_month(place, words, tally)
    shutil.rmtree(place.root)
    return range(1, int(words[-1].split()[1]) + 1)


def struck(whole: Place, children: Children, tally: Tally, fault: str, calls: Sequence[int]) -> str:
    """A month's end with the fault at each of these calls; says at how many."""
    for at in calls:
        place = Place(shutil.copytree(whole.root, whole.root.with_name(f"{fault}{at}")))
        with tally.round("undetected"):
            words = children.struck(work.end_month, *place.order(fault, at))
            ended = any(word.startswith("calls") and int(word.split()[1]) >= at for word in words)
            assert ended is (fault != "kill"), words
        require_month(place, words, tally)
        shutil.rmtree(place.root)
    return f"a month's end: {fault} at {len(calls)} calls"


def require_month(place: Place, words: list[str], tally: Tally) -> None:
    """What was acknowledged is there, and whatever is there is whole."""
    clock = FixedClock()
    clock.move(days=1)
    with tally.counting("unopenable"):
        store = open_store(place.root, source=clock)
    assert store.findings == ()
    acknowledged = [word.split() for word in words if not word.startswith("calls")]
    require_stored(store, acknowledged, tally)
    with tally.counting("partial"):
        report = checks.check(store)
        assert report.sound, [line for line in report.lines if not line.sound]
        require_packs(store, place.root / "issued.pdf")
        require_files(store, place.out)
    store.close()
    names = {path.name.replace(" ", "_") for path in place.out.iterdir()}
    written = [name for kind, name in acknowledged if kind == "written"]
    tally.lost += sum(name not in names for name in written)


def require_stored(store: Store, acknowledged: list[list[str]], tally: Tally) -> None:
    with store.reading() as session:
        read = session.connection().exec_driver_sql
        stored = {kind: {str(row[0]) for row in read(query)} for kind, query in STANDS.items()}
        names = [each.name for each in definitions.everything(session)]
    for kind, number in acknowledged:
        tally.lost += kind in stored and number not in stored[kind]
        tally.lost += kind == "defined" and names == []


def require_packs(store: Store, file: Path) -> None:
    """An issued pack has its bytes, its figures and all that it asks; a definition its picture."""
    with store.reading() as session:
        issued = packs.issued(session)
        for pack in issued:
            file.write_bytes(packs.pdf_of(session, pack.id))
            assert verify.verify(session, file).sound
            assert len(asks.of_pack(session, pack.id)) == ASKS
        for each in definitions.everything(session):
            assert each.sections[0].picture


def require_files(store: Store, out: Path) -> None:
    """Whatever has the name of a document opens as one; a draft is nobody else's to read."""
    for path in out.iterdir():
        if path.name.startswith("."):
            assert path.stat().st_mode & 0o077 == 0
        elif path.suffix == ".pdf":
            assert len(PdfReader(io.BytesIO(path.read_bytes())).pages) > 0
        else:
            assert zipfile.ZipFile(path).testzip() is None


@pytest.mark.fault("T2", only="linux")
def test_no_fault_inside_any_call_of_a_months_end_loses_anything(
    whole: Place, children: Children, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    """Killed at each call, and in the long form refused by the disk once or from there on."""
    if rounds(0, 1):
        calls = calls_of(whole, children, tally)
        faults = ("kill", "once", "sticky")
        tally.note = "; ".join(struck(whole, children, tally, fault, calls) for fault in faults)
    else:
        struck(whole, children, tally, "kill", [SOME_CALL])
