"""When backups and checks are due, late or overdue, and what that means at the end of a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.stores.backups import BackupState
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.stores.moments import past
from csq_desktop.domain.stores.safety import Concern, ExitStep, Safety

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in the shop
LATE, FAILED = Concern.BACKUP_LATE, Concern.BACKUP_FAILED


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def safety(
    backup: BackupState | None = None,
    check: CheckState | None = None,
    *,
    founded_at: datetime | None = None,
) -> Safety:
    """A store of a year ago whose backup and check are of this morning unless said otherwise."""
    sound = CheckState(sound_at=ago(minutes=5), seen_at=ago(minutes=5))
    good = replace(backup or BackupState(good_at=ago(minutes=5)), place_chosen=True)
    return Safety(good, check or sound, founded_at or ago(days=365), NOW, ZONE)


def test_all_is_well() -> None:
    assert safety().concerns == ()
    assert safety().exit_step is ExitStep.FREE


@pytest.mark.parametrize(
    ("backup", "concerns", "step"),
    [
        (BackupState(good_at=ago(hours=9.9)), (), ExitStep.FREE),
        (BackupState(good_at=ago(hours=10.1)), (), ExitStep.OFFERED),  # before midnight
        (BackupState(good_at=ago(hours=23.9)), (), ExitStep.OFFERED),
        (BackupState(good_at=ago(hours=24)), (LATE,), ExitStep.OFFERED),
        (BackupState(good_at=ago(hours=71.9)), (LATE,), ExitStep.OFFERED),
        (BackupState(good_at=ago(hours=72)), (LATE,), ExitStep.HELD),
        (BackupState(), (LATE,), ExitStep.HELD),
        (BackupState(good_at=ago(hours=2), failed_at=ago(hours=1)), (FAILED,), ExitStep.HELD),
        (BackupState(failed_at=ago(hours=1)), (FAILED,), ExitStep.HELD),
        (BackupState(ago(hours=1), "x", inside=True), (Concern.BACKUPS_INSIDE,), ExitStep.FREE),
        (BackupState(ago(days=2), "x", inside=True), (LATE, Concern.BACKUPS_INSIDE),
         ExitStep.OFFERED),
    ],
)  # fmt: skip
def test_a_backup_is_due_every_day_late_after_one_and_overdue_after_three(
    backup: BackupState, concerns: tuple[Concern, ...], step: ExitStep
) -> None:
    assert safety(backup).concerns == concerns
    assert safety(backup).exit_step is step


def test_where_backups_go_is_asked_until_somebody_decides() -> None:
    undecided = replace(safety(), backup=BackupState(good_at=ago(minutes=5)))
    assert undecided.concerns == (Concern.NO_PLACE_CHOSEN,)
    assert undecided.exit_step is ExitStep.FREE


def test_until_the_first_backup_time_counts_from_the_making_of_the_store() -> None:
    new = safety(BackupState(), CheckState(), founded_at=ago(hours=71.9))
    assert new.concerns == (LATE,)
    assert new.exit_step is ExitStep.OFFERED
    older = safety(BackupState(), CheckState(), founded_at=ago(hours=72))
    assert older.concerns == (LATE, Concern.CHECK_LATE)
    assert older.exit_step is ExitStep.HELD


@pytest.mark.parametrize(
    ("check", "concerns"),
    [
        (CheckState(sound_at=ago(hours=71.9)), ()),
        (CheckState(sound_at=ago(hours=72), seen_at=ago(hours=1)), (Concern.CHECK_LATE,)),
        (CheckState(), (Concern.CHECK_LATE,)),
        (CheckState(ago(hours=1), ago(hours=1), ago(hours=1), "x"), (Concern.DAMAGED,)),
        (CheckState(failed_at=ago(hours=1)), (Concern.DAMAGED, Concern.CHECK_LATE)),
    ],
)
def test_a_check_that_failed_or_is_overdue_is_a_concern(
    check: CheckState, concerns: tuple[Concern, ...]
) -> None:
    assert safety(check=check).concerns == concerns


def test_the_program_backs_up_once_a_day_and_tries_again_an_hour_after_a_fault() -> None:
    due = {
        "today": BackupState(good_at=ago(hours=9.9)),
        "yesterday": BackupState(good_at=ago(hours=10.1)),
        "never": BackupState(),
        "just refused": BackupState(failed_at=ago(minutes=59)),
        "refused": BackupState(good_at=ago(days=1), failed_at=ago(minutes=60)),
        "good, then refused": BackupState(good_at=ago(hours=3), failed_at=ago(hours=2)),
    }
    wanted = [name for name, backup in due.items() if safety(backup).backup_is_due]
    assert wanted == ["yesterday", "never", "refused"]


def test_whoever_opens_the_vault_checks_all_of_it_once_a_day() -> None:
    looked = CheckState(sound_at=ago(hours=10.1), seen_at=ago(hours=1))
    faulty = CheckState(sound_at=ago(days=2), seen_at=ago(minutes=59), failed_at=ago(minutes=59))
    assert safety(check=looked).check_is_due(whole=True)
    assert not safety(check=looked).check_is_due(whole=False)
    assert not safety(check=faulty).check_is_due(whole=True)
    assert not safety().check_is_due(whole=True)
    assert safety(check=CheckState()).check_is_due(whole=False)


def test_a_fault_of_a_later_time_holds_nothing_up() -> None:
    assert not safety(BackupState(failed_at=ago(minutes=59))).backup_is_due
    assert safety(BackupState(failed_at=ago(minutes=-1))).backup_is_due


def test_a_moment_still_to_come_is_none() -> None:
    assert [past(at, NOW) for at in (ago(hours=1), NOW, ago(hours=-1), None)] == [
        *(ago(hours=1), NOW, None, None)
    ]
