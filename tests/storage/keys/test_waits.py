"""Wrong passphrases cost time, whoever restarts what and sets which clock."""

import errno
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csq_desktop import paths
from csq_desktop.errors import MustWait, NoSpace, StoreDamaged, UserError, WrongPassphrase
from csq_desktop.storage.keys import waits
from csq_desktop.storage.keys.waits import Waits

NOON = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
ANN, BEN = 1, 2


SHAPES = [
    b'{"edition": -1, "counts": [], "failures": []}',
    b'{"edition": 9, "counts": 5, "failures": []}',
    b'{"edition": 9, "counts": [[1, 2]], "failures": []}',
    b'{"edition": 9, "counts": [], "failures": [[99999999999999999999, 1]]}',
    b'{"edition": "9", "counts": [], "failures": []}',
    b"7",
]
FORGED = b'[{"edition": 1000000000, "counts": [[1, 90, 5000000]], "failures": []}, ""]'


@dataclass
class Computer:
    """Its two clocks: the date anybody can set, and how long it has been on."""

    folder: Path
    running: float = 5000.0
    date: datetime = NOON

    def program(self) -> Waits:
        """The program, started afresh on this computer."""
        return Waits(self.folder, "s1", running=lambda: self.running)

    def copies(self) -> list[Path]:
        return [self.folder / "attempts.json", paths.user_state() / "attempts" / "s1.json"]

    def pass_time(self, seconds: float) -> None:
        self.running += seconds
        self.date += timedelta(seconds=seconds)

    def fail(self, user_id: int = ANN, times: int = 1) -> None:
        """Wrong passphrases, each after its wait."""
        for _ in range(times):
            program = self.program()
            self.pass_time(program.seconds_left(user_id))
            with pytest.raises(WrongPassphrase), program.attempt(user_id, self.date):
                raise WrongPassphrase("no")


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_waits_double_from_the_fourth_failure_and_end_at_900_seconds() -> None:
    found = [waits.wait_seconds(failures) for failures in range(17)]
    assert found == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert waits.wait_seconds(10_000) == 900


def test_each_failure_is_followed_by_its_wait(computer: Computer) -> None:
    found = []
    for _ in range(15):
        computer.fail()
        found.append(computer.program().seconds_left(ANN))
    assert found == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_before_its_time_no_passphrase_is_looked_at(computer: Computer) -> None:
    computer.fail(times=6)
    computer.pass_time(3.9)
    with pytest.raises(MustWait, match="Try again in 1 second") as refusal:
        computer.program().attempt(ANN, computer.date).__enter__()
    assert refusal.value.seconds == 1
    computer.pass_time(0.1)
    with computer.program().attempt(ANN, computer.date):
        pass


def test_trying_too_early_does_not_lengthen_the_wait(computer: Computer) -> None:
    computer.fail(times=8)
    with pytest.raises(MustWait):
        computer.program().attempt(ANN, computer.date).__enter__()
    assert computer.program().seconds_left(ANN) == 16


def test_waits_are_each_users_own(computer: Computer) -> None:
    computer.fail(ANN, times=9)
    assert computer.program().seconds_left(ANN) == 32
    assert computer.program().seconds_left(BEN) == 0
    with computer.program().attempt(BEN, computer.date):
        pass
    assert computer.program().seconds_left(ANN) == 32


def test_a_right_passphrase_starts_the_count_again(computer: Computer) -> None:
    computer.fail(times=5)
    computer.pass_time(2)
    with computer.program().attempt(ANN, computer.date):
        pass
    computer.fail(times=3)
    assert computer.program().seconds_left(ANN) == 0


@pytest.mark.parametrize(
    "jump", [timedelta(days=-365), timedelta(minutes=-1), timedelta(days=3652)]
)
def test_setting_the_date_changes_no_wait(computer: Computer, jump: timedelta) -> None:
    computer.fail(times=14)
    computer.date += jump
    assert computer.program().seconds_left(ANN) == 900
    computer.running += 100
    assert computer.program().seconds_left(ANN) == 800


def test_after_a_restart_only_the_time_since_then_counts(computer: Computer) -> None:
    computer.fail(times=14)
    computer.running = 20
    assert computer.program().seconds_left(ANN) == 880
    computer.running = 899
    assert computer.program().seconds_left(ANN) == 1
    computer.running = 900
    assert computer.program().seconds_left(ANN) == 0
    computer.running = 5001
    assert computer.program().seconds_left(ANN) == 0


def test_a_restart_rebases_only_the_users_it_must(computer: Computer) -> None:
    computer.running = 10
    computer.fail(BEN, times=10)
    late = computer.running
    computer.running += 5000
    computer.fail(ANN, times=10)
    computer.running = late + 30
    assert computer.program().seconds_left(BEN) == 34
    assert computer.program().seconds_left(ANN) == max(0, 64 - int(late + 30))


def test_a_restart_is_seen_even_when_nothing_can_be_written(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.fail(times=14)
    computer.running = 20
    monkeypatch.setattr(os, "replace", full_disk)
    assert computer.program().seconds_left(ANN) == 880


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"garbage", b"\xff", b"[" * 100_000])
def test_losing_one_copy_changes_nothing(
    computer: Computer, which: int, content: bytes | None
) -> None:
    computer.fail(times=14)
    copy = computer.copies()[which]
    if content is None:
        copy.unlink()
    else:
        copy.write_bytes(content)
    assert computer.program().seconds_left(ANN) == 900
    assert len(computer.program().failures()) == 14


@pytest.mark.parametrize("which", [0, 1])
def test_an_older_copy_put_back_changes_nothing(computer: Computer, which: int) -> None:
    computer.fail(times=2)
    copy = computer.copies()[which]
    older = copy.read_bytes()
    computer.fail(times=12)
    copy.write_bytes(older)
    assert computer.program().seconds_left(ANN) == 900


@pytest.mark.parametrize("content", SHAPES)
def test_a_copy_of_another_shape_does_not_count(computer: Computer, content: bytes) -> None:
    computer.fail(times=5)
    computer.copies()[0].write_bytes(content)
    assert computer.program().seconds_left(ANN) == 2


@pytest.mark.parametrize("content", SHAPES)
def test_without_a_secret_another_shape_does_not_count(computer: Computer, content: bytes) -> None:
    (paths.user_state() / "attempts").write_text("a file in the way")
    computer.copies()[0].write_bytes(b"[" + content + b', ""]')
    assert computer.program().seconds_left(ANN) == 0
    computer.copies()[0].write_bytes(FORGED)
    assert computer.program().seconds_left(ANN) == 900  # the form itself would count


@pytest.mark.parametrize("which", [0, 1])
def test_a_forged_copy_neither_ends_a_wait_nor_starts_one(computer: Computer, which: int) -> None:
    copy = computer.copies()[which]
    computer.fail(BEN)
    copy.write_bytes(FORGED)
    assert computer.program().seconds_left(ANN) == 0
    computer.fail(times=14)
    for forged in (b'[{"edition": 1000000000, "counts": [], "failures": []}, ""]', FORGED, b"[]"):
        copy.write_bytes(forged)
        assert computer.program().seconds_left(ANN) == 900
    assert len(computer.program().failures()) == 15


def test_the_secret_is_this_users_alone(computer: Computer) -> None:
    computer.fail()
    secret = paths.user_state() / "attempts" / "secret"
    assert len(secret.read_bytes()) == 32
    assert secret.stat().st_mode & 0o77 == 0
    before = secret.read_bytes()
    computer.fail()
    assert secret.read_bytes() == before


def test_a_secret_that_was_cut_short_makes_no_record_count(computer: Computer) -> None:
    computer.fail(times=14)
    (paths.user_state() / "attempts" / "secret").write_bytes(b"short")
    assert computer.program().seconds_left(ANN) == 0  # a new secret: who may write here may wait
    computer.fail(times=5)
    assert computer.program().seconds_left(ANN) == 2


def test_a_program_killed_while_it_checks_has_counted_the_try(computer: Computer) -> None:
    computer.fail(times=4)
    computer.pass_time(1)
    killed = computer.program().attempt(ANN, computer.date)
    killed.__enter__()
    assert computer.program().seconds_left(ANN) == 2


def test_a_fault_of_the_store_is_nobodys_wrong_passphrase(computer: Computer) -> None:
    def find_damage() -> None:
        with computer.program().attempt(ANN, computer.date):
            while_checking.append(computer.copies()[0].read_bytes())
            raise StoreDamaged("broken")

    while_checking: list[bytes] = []
    computer.fail(times=3)
    with pytest.raises(StoreDamaged):
        find_damage()
    computer.copies()[0].write_bytes(while_checking[0])
    assert computer.program().seconds_left(ANN) == 0
    assert len(computer.program().failures()) == 3


def test_failures_wait_for_the_audit_trail(computer: Computer) -> None:
    computer.fail(ANN)
    computer.pass_time(60.5)
    computer.fail(BEN)
    computer.pass_time(60)
    with computer.program().attempt(ANN, computer.date):
        pass
    expected = [(NOON, ANN), (NOON + timedelta(seconds=60), BEN)]
    assert computer.program().failures() == expected
    assert computer.program().take_failures() == expected
    assert computer.program().take_failures() == []


def test_only_what_was_told_is_forgotten_and_no_wait_with_it(computer: Computer) -> None:
    computer.fail(times=5)
    recorded = computer.program().failures()
    computer.pass_time(10)
    computer.fail(BEN)
    computer.fail(ANN)
    computer.program().forget(recorded)
    assert [user for _, user in computer.program().failures()] == [BEN, ANN]
    assert computer.program().seconds_left(ANN) == 4


def test_the_latest_thousand_failures_are_kept(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "FAILURES_KEPT", 3)
    computer.fail(ANN, times=2)
    computer.fail(BEN, times=2)
    assert [user for _, user in computer.program().failures()] == [ANN, BEN, BEN]


def full_disk(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_no_try_is_free_when_it_cannot_be_counted(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(NoSpace):
        computer.program().attempt(ANN, computer.date).__enter__()


def test_a_disk_that_fills_up_while_checking_keeps_nobody_out(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with computer.program().attempt(ANN, computer.date):
        monkeypatch.setattr(os, "replace", full_disk)
    monkeypatch.undo()


def test_one_copy_is_enough(computer: Computer, tmp_path: Path) -> None:
    computer.folder = tmp_path / "gone"
    computer.fail(times=14)
    assert computer.program().seconds_left(ANN) == 900


def test_a_users_folder_that_cannot_be_made_is_told_only_when_needed(
    computer: Computer, tmp_path: Path
) -> None:
    (paths.user_state() / "attempts").write_text("a file in the way")
    computer.fail(times=14)
    assert computer.program().seconds_left(ANN) == 900
    computer.folder = tmp_path / "gone"
    with pytest.raises(UserError):
        computer.program().attempt(ANN, computer.date).__enter__()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "Too many wrong passphrases. Try again in 1 second."),
        (64, "Too many wrong passphrases. Try again in 64 seconds."),
        (90, "Too many wrong passphrases. Try again in 90 seconds."),
        (91, "Too many wrong passphrases. Try again in 2 minutes."),
        (120, "Too many wrong passphrases. Try again in 2 minutes."),
        (121, "Too many wrong passphrases. Try again in 3 minutes."),
        (900, "Too many wrong passphrases. Try again in 15 minutes."),
    ],
)
def test_the_wait_is_told_in_seconds_or_whole_minutes(seconds: int, text: str) -> None:
    assert waits.wait_text(seconds) == text
