"""T19: after the lock no process of the program holds a key or an identity, seen from outside."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from csq_desktop.domain.customers.facts import NewCustomer
from csq_desktop.domain.users import Role
from csq_desktop.services.customers import customers
from csq_desktop.ui.shell import one_instance
from tests.factory import PASSPHRASES, open_store, template
from tests.services.small_shop import set_up
from tests.storage.faults.test_canary import CANARY
from tests.tally import Tally

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "import sys; from tests.storage.faults.window_child import run; run(sys.argv[1])"
PASSPHRASE = PASSPHRASES[Role.SUPERVISOR]
LONGEST = 1.0  # seconds from the key pressed to the end of the process that knew
PIECE = 1 << 24


def secrets() -> dict[str, set[bytes]]:
    """What nobody may find, in each form memory may have it."""
    ring = template().users[Role.SUPERVISOR].keyring
    assert ring.vault is not None
    assert ring.vault_key is not None
    assert ring.backup_identity is not None
    words = {
        "passphrase": PASSPHRASE,
        "store key": ring.store_key,
        "vault key": ring.vault_key,
        "backup identity": ring.backup_identity,
        "name": CANARY.name,
        "other name": CANARY.other_name,
        "phone": CANARY.phone,
    }
    keys = {
        "master key": ring.master,
        "vault secret": ring.vault,
        "raw store key": bytes.fromhex(ring.store_key),
        "raw vault key": bytes.fromhex(ring.vault_key),
        "audit key": ring.audit_key,
        "own signing key": ring.own_signer.seed,
    }
    spelled = {name: {word.encode(form) for form in FORMS} for name, word in words.items()}
    return spelled | {name: {key} for name, key in keys.items()}


FORMS = ("utf-8", "utf-16-le", "utf-32-le")


def found(process: int) -> set[str]:
    """Which secrets stand in the memory of a process, read as a debugger would."""
    left = secrets()
    longest = max(len(form) for forms in left.values() for form in forms)
    maps = Path(f"/proc/{process}/maps").read_text("utf-8").splitlines()
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for begin, end in (areas(line) for line in maps if " r" in line):
            for start in range(begin, end, PIECE):
                with suppress(OSError, ValueError, OverflowError):  # a driver's page, not ours
                    memory.seek(start)
                    piece = memory.read(min(PIECE + longest, end - start))
                    for name in [*left]:
                        if any(form in piece for form in left[name]):
                            del left[name]
    return secrets().keys() - left.keys()


def areas(line: str) -> tuple[int, int]:
    match = re.match(r"([0-9a-f]+)-([0-9a-f]+)", line)
    assert match
    return int(match[1], 16), int(match[2], 16)


def processes(folder: Path) -> set[int]:
    """Every process of the program at this store."""
    numbers = set[int]()
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(folder).encode() in place.read_bytes().split(b"\0"):
                numbers.add(int(place.parent.name))
    return numbers


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Path]:
    store = open_store(tmp_path)
    set_up(store)
    with store.writing() as session:
        customers.add(session, NewCustomer(CANARY))
    store.close()
    yield store.folder
    for number in processes(store.folder):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)


@pytest.mark.fault("T19", only="linux", apart=True)
def test_after_the_lock_no_process_holds_a_key_or_an_identity(
    shop: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(shop)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(f"{PASSPHRASE}\n")
        program.stdin.flush()
        assert program.stdout.readline() == "looking\n"
        before = found(program.pid)  # the control: this is how they would be found
        assert before >= {"name", "phone", "passphrase", "master key", "store key"}, before
        program.stdin.write("\n")
        program.stdin.flush()
        with tally.counting("undetected"):
            program.wait(LONGEST)
    wait_for_lock_screen(shop)
    (successor,) = processes(shop)
    with tally.round("undetected"):
        assert found(successor) == set()
    tally.note = (
        f"the process ended within {LONGEST:.0f} s of Ctrl+L; {len(before)} of {len(secrets())} "
        "secrets were found in it before, none in its successor"
    )


def wait_for_lock_screen(folder: Path) -> None:
    pause = threading.Event()
    for _ in range(1_500):
        if one_instance.ring(folder):
            return
        pause.wait(0.02)
    pytest.fail("no lock screen came")
