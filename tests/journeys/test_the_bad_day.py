"""The bad day: a kill while saving, a second start, wrong passphrases, a damaged file."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csq_desktop.demo import build as demo
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreBusy, StoreDamaged, UserError, WrongPassphrase
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import stores
from csq_desktop.ui.shell.main_window import MainWindow
from tests.factory import DEMO_NOW, FixedClock
from tests.ui.start.start_case import Begin

ROOT = Path(__file__).resolve().parents[2]
BUSY_TILL = """
import sys
from pathlib import Path
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.demo import build as demo
from csq_desktop.services.complaints import complaints
from tests.factory import DEMO_NOW, FixedClock
with demo.signed_in(Path(sys.argv[1]), FixedClock(DEMO_NOW)) as store:
    while True:
        with store.writing() as session:
            new = NewComplaint(
                Channel.COUNTER, store.clock.now(), "till.waiting", Severity.LOW, "Queue"
            )
            ref = complaints.log(session, new).ref
        print(ref, flush=True)
"""


def killed_at_the_till(folder: Path, after: int) -> list[str]:
    """A till that logs without pause, killed in the middle; the references it saw acknowledged."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    till = subprocess.Popen(
        [sys.executable, "-c", BUSY_TILL, folder], stdout=subprocess.PIPE, text=True, env=env
    )
    assert till.stdout is not None
    seen = [till.stdout.readline().strip() for _ in range(after)]
    till.send_signal(signal.SIGKILL)
    seen += till.stdout.read().split()
    till.wait()
    till.stdout.close()
    return seen


def test_what_was_acknowledged_before_a_kill_is_in_the_window_after_it(
    begin: Begin, demo_store: Path
) -> None:
    seen = killed_at_the_till(demo_store, 7)
    running = begin(str(demo_store))
    running.sign_in(0, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    assert isinstance(running.window, MainWindow)
    store = running.program.store
    assert store is not None
    with store.reading() as session:
        for ref in seen:
            assert complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL, text=ref)), ref


def test_a_second_program_is_told_at_once(demo_store: Path) -> None:
    with (
        demo.signed_in(demo_store, FixedClock(DEMO_NOW)),
        pytest.raises(StoreBusy),
        demo.signed_in(demo_store, FixedClock(DEMO_NOW)),
    ):
        pytest.fail("two programs hold one store")


def test_wrong_passphrases_slow_down_and_the_right_one_still_opens(
    begin: Begin, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csq_desktop.clock.running_seconds", lambda: 1000.0)
    running = begin(str(demo_store))
    running.sign_in(0, "not the right one at all")
    assert not isinstance(running.window, MainWindow)
    first = stores.people(demo_store)[0]
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            stores.open(
                demo_store, first.id, "not the right one either", source=FixedClock(DEMO_NOW)
            )
    assert stores.seconds_to_wait(demo_store, first.id) > 0


def test_a_damaged_file_is_said_and_its_copy_still_opens(demo_store: Path, tmp_path: Path) -> None:
    whole = (demo_store / "store.db").read_bytes()
    (demo_store / "store.db").write_bytes(bytes(len(whole)))
    first = stores.people(demo_store)[0]
    with pytest.raises(StoreDamaged) as told:
        stores.open(
            demo_store,
            first.id,
            demo.DEMO_PASSPHRASES[Role.SUPERVISOR],
            source=FixedClock(DEMO_NOW),
        )
    assert told.value.text
    (demo_store / "store.db").write_bytes(whole)
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store:
        assert store.quick_check() == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
        ("heading.csv", b"Name,Telephone\n"),
        ("line.csv", b"x" * 3_000_000),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    target = tmp_path / name
    target.write_bytes(content)
    with pytest.raises(UserError) as told:
        imports.open_file(target)
    assert told.value.text.endswith(".")
