"""T3: what a power cut leaves of a recorded day: what was synced, and any part of the rest."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from csq_desktop.storage.files import engine
from tests import sparing
from tests.factory import FOLDER, open_store
from tests.services.small_shop import set_up
from tests.storage.faults import day_children
from tests.storage.faults.disk_calls import GO_ON, Call, watching
from tests.storage.faults.test_kill import require_all
from tests.tally import Tally

SECTOR = 512
WAYS = ("dropped", "torn", "reordered")


@dataclass
class Recording:
    """A day as the disk saw it, and when each save was told to be kept."""

    before: dict[Path, bytes]
    calls: list[Call] = field(default_factory=list)
    saves: list[tuple[int, str]] = field(default_factory=list)  # after so many calls

    def see(self, call: Call) -> int:
        self.calls.append(call)
        return GO_ON

    def hear(self, line: str) -> None:
        self.saves.append((len(self.calls), line))

    def acknowledged(self, end: int) -> list[str]:
        return [line for after, line in self.saves if after <= end]

    def left(self, end: int, chance: random.Random) -> dict[Path, bytes]:
        """The files after a cut at this call: everything synced, some of what was not."""
        way, files = chance.choice(WAYS), dict(self.before)
        for path in {*files, *(call.path for call in self.calls[:end])}:
            calls = [call for call in self.calls[:end] if _changes(call, path)]
            synced = max((n for n, call in enumerate(calls, 1) if call.kind == "sync"), default=0)
            pending = [call for call in calls[synced:] if chance.random() < 0.5]
            if way == "reordered":
                chance.shuffle(pending)
            for call in calls[:synced]:
                _apply(files, path, call, None)
            for call in pending:
                _apply(files, path, call, chance if way == "torn" else None)
        return files


def _changes(call: Call, path: Path) -> bool:
    """Whether it is about this file; a folder's sync makes its renames last."""
    return call.path == path or (call.kind == "sync" and call.path == path.parent)


def _apply(files: dict[Path, bytes], path: Path, call: Call, torn: random.Random | None) -> None:
    if call.kind == "write":
        files[path] = _written(files.get(path, b""), call, torn)
    elif call.kind == "truncate":
        files[path] = files.get(path, b"")[: call.offset].ljust(call.offset, b"\0")
    elif call.kind == "rename":
        files[path] = call.data
    elif call.kind == "delete":
        files.pop(path, None)


def _written(content: bytes, call: Call, torn: random.Random | None) -> bytes:
    """The content after a write; torn, only some of its sectors arrive."""
    made = bytearray(content.ljust(call.offset + len(call.data), b"\0"))
    at = call.offset
    while at < call.offset + len(call.data):
        end = min((at // SECTOR + 1) * SECTOR, call.offset + len(call.data))
        if torn is None or torn.random() < 0.5:
            made[at:end] = call.data[at - call.offset : end - call.offset]
        at = end
    return bytes(made)


def recorded(place: Path, synchronous: str) -> Recording:
    """A day with this kind of commit, from the sign-in to the end of the program."""
    store = open_store(place)
    set_up(store)
    store.close()
    recording = Recording({path: path.read_bytes() for path in store.folder.iterdir()})
    with pytest.MonkeyPatch.context() as patched, watching(store.folder, recording.see):
        patched.setattr(engine, "SYNCHRONOUS", synchronous)
        day_children.live(open_store(place), 3, recording.hear)
    return recording


def cut(recording: Recording, end: int, place: Path, chance: random.Random) -> Path:
    folder = place / FOLDER
    folder.mkdir(parents=True)
    for path, content in recording.left(end, chance).items():
        (folder / path.name).write_bytes(content)
    return folder


def look(place: Path, acknowledged: list[str], tally: Tally) -> None:
    with tally.round("unopenable"):
        again = open_store(place)
    try:
        with tally.counting("undetected"):  # nothing is wrong, so nothing may be found
            assert again.findings == ()
        require_all(again, acknowledged, tally)
    finally:
        again.close()


@pytest.mark.fault("T3", only="linux")
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    tally: Tally,
) -> None:
    recording, chance = recorded(tmp_path / "day", sparing.AS_SHIPPED), random.Random("T3")
    assert len(recording.calls) > 100
    for number in range(rounds(30, 10_000)):
        place, end = tmp_path / str(number), chance.randrange(len(recording.calls) + 1)
        cut(recording, end, place, chance)
        look(place, recording.acknowledged(end), tally)
        shutil.rmtree(place)
    tally.note = f"cuts of a day of {len(recording.saves)} saves, {len(recording.calls)} calls"


@pytest.mark.fault("T3", control=True, only="linux")
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_without_waiting_for_the_disk_a_power_cut_would_lose_something(
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    tally: Tally,
    synchronous: str,
) -> None:
    recording, chance = recorded(tmp_path / "day", synchronous), random.Random(f"T3 {synchronous}")
    for number in range(rounds(24, 400)):
        place, end = tmp_path / str(number), chance.randrange(len(recording.calls) + 1)
        cut(recording, end, place, chance)
        one = Tally()
        with suppress(Exception):
            look(place, recording.acknowledged(end), one)
        tally.rounds += 1
        tally.lost += bool(one.faults)
        shutil.rmtree(place)
