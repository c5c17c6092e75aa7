"""T16: many wrong passphrases, in a row and at once, while files of earlier are put back."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from csq_desktop import clock as clocks
from csq_desktop.domain.users import Role
from csq_desktop.errors import MustWait, StoreBusy, WrongPassphrase
from csq_desktop.storage import opening
from csq_desktop.storage.keys import waits
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from tests.factory import PASSPHRASES, FixedClock, copy_store, user
from tests.tally import Tally

_MOMENT = Event()  # never set
MAY = user(Role.SUPERVISOR).id


class Guesser:
    """Somebody at the computer who tries passphrases; the seconds pass as the test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.running = folder, 5000.0
        self.sentences: set[str] = set()
        monkeypatch.setattr(clocks, "running_seconds", lambda: self.running)

    def guess(self, words: str) -> bool:
        """Whether the passphrase was looked at; it never is right."""
        try:
            opening.open_store(self.folder, MAY, words, source=FixedClock()).close()
        except WrongPassphrase as refusal:
            self.sentences.add(str(refusal))
            return True
        except MustWait:
            return False
        raise AssertionError("a wrong passphrase opened the store")

    def insist(self, words: str) -> bool:
        """The same, until no other program holds the store."""
        while True:
            try:
                return self.guess(words)
            except StoreBusy:
                _MOMENT.wait(0.01)


@pytest.fixture
def guesser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guesser:
    return Guesser(copy_store(tmp_path), monkeypatch)


@pytest.mark.fault("T16")
def test_each_wrong_passphrase_is_followed_by_its_wait_whatever_is_put_back(
    guesser: Guesser, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    dice, failures, free_at = random.Random(16), 0, 0.0
    files = [guesser.folder / KEY_FILE, guesser.folder / "attempts.json"]
    earlier: dict[Path, bytes] = {}
    for number in range(rounds(40, 10_000)):
        guesser.running += dice.choice([0, 0.5, 1, 40, 500])
        tally.rounds += 1
        looked = guesser.guess(f"wrong words, the {number % 7}th")
        tally.undetected += looked is not (guesser.running >= free_at)
        if looked:
            failures += 1
            free_at = guesser.running + waits.wait_seconds(failures)
        file = dice.choice(files)
        if file in earlier:
            file.write_bytes(earlier[file])
        earlier.setdefault(file, file.read_bytes())
    assert failures > 8
    assert len(guesser.sentences) == 1
    guesser.running += waits.LONGEST_WAIT
    right = PASSPHRASES[Role.SUPERVISOR]
    with tally.counting("unopenable"):
        opening.open_store(guesser.folder, MAY, right, source=FixedClock()).close()


@pytest.mark.fault("T16")
def test_guessing_in_parallel_gains_no_try(
    guesser: Guesser, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    words = [f"wrong words, the {number}th" for number in range(rounds(16, 400))]
    with ThreadPoolExecutor(8) as pool:
        looked = list(pool.map(guesser.insist, words))
    tally.rounds += len(looked)
    tally.undetected += max(0, sum(looked) - waits.FREE_TRIES - 1)
    assert sum(looked)
    assert len(guesser.sentences) == 1
