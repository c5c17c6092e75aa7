"""Which backups are kept, and when the next is due."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.stores.backups import (
    BackupContents,
    BackupFile,
    BackupLabel,
    BackupState,
    Restored,
    lacks_month,
    outlived,
)

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)  # a Sunday, 18:05 in Hong Kong


def at(moment: datetime, *, identities: bool = True) -> BackupFile:
    return BackupFile(f"{moment:%Y-%m-%d %H%M} {identities}", moment, identities)


def days_ago(*days: float, identities: bool = True) -> list[BackupFile]:
    return [at(NOW - timedelta(days=age), identities=identities) for age in days]


def left_after_thinning(backups: Iterable[BackupFile]) -> list[BackupFile]:
    backups = list(backups)
    gone = outlived(backups, NOW, ZONE)
    return [backup for backup in backups if backup not in gone]


def test_of_daily_backups_seven_days_and_five_weeks_stay() -> None:
    backups = days_ago(*range(60))
    days = [backup.made_at.astimezone(ZONE).day for backup in left_after_thinning(backups)]
    assert days == [22, 21, 20, 19, 18, 17, 16, 15, 8, 1, 25]


def test_of_a_day_the_last_backup_stays() -> None:
    noon, evening, yesterday = days_ago(0.3, 0, 1)
    assert left_after_thinning([evening, noon, yesterday]) == [evening, yesterday]


def test_a_day_is_a_day_in_the_shop() -> None:
    late, early = (datetime(2026, 11, 21, hour, 30, tzinfo=UTC) for hour in (15, 16))
    assert left_after_thinning([at(early), at(late)]) == [at(early), at(late)]


def test_with_identities_nothing_stays_longer_than_35_days() -> None:
    backups = days_ago(1, 34.9, 35, 36, 400)
    assert left_after_thinning(backups) == backups[:2]


def test_the_last_verified_one_stays_however_old_it_is() -> None:
    backups = days_ago(200, 201)
    assert left_after_thinning(backups) == backups[:1]
    without = days_ago(3, identities=False)
    assert left_after_thinning([*without, *backups]) == [*without, backups[0]]


def test_the_one_just_made_stays_though_the_clock_was_set_back() -> None:
    later, newest = days_ago(0), days_ago(0.1)
    assert outlived([*later, *newest], NOW, ZONE) == newest
    assert outlived([*later, *newest], NOW, ZONE, new_file=newest[0].file) == []


def test_without_identities_the_last_of_thirteen_months_stays() -> None:
    backups = days_ago(*range(0, 600, 5), identities=False)
    months = [
        (backup.made_at.year, backup.made_at.month) for backup in left_after_thinning(backups)
    ]
    assert len(months) == len(set(months)) == 13
    assert months[0] == (2026, 11)
    assert months[-1] == (2025, 11)


def test_a_month_lacks_its_backup_until_there_is_one_without_identities() -> None:
    assert lacks_month([], NOW, ZONE)
    assert lacks_month(days_ago(0), NOW, ZONE)
    assert lacks_month(days_ago(22, identities=False), NOW, ZONE)
    assert not lacks_month(days_ago(21, identities=False), NOW, ZONE)


moments = st.integers(0, 900 * 24).map(lambda hours: NOW - timedelta(hours=hours))
backups = st.lists(st.builds(BackupFile, st.uuids().map(str), moments, st.booleans()))


@pytest.mark.no_cover
@given(backups)
def test_thinning_keeps_enough_and_never_too_much(backups: list[BackupFile]) -> None:
    left = left_after_thinning(backups)
    full = [backup for backup in left if backup.identities]
    assert len(full) <= 12
    assert len([backup for backup in left if not backup.identities]) <= 13
    assert left_after_thinning(left) == left
    if any(backup.identities for backup in backups):
        assert (
            max(backups, key=lambda backup: (backup.identities, backup.made_at, backup.file))
            in left
        )
    old = [backup for backup in full if NOW - backup.made_at >= timedelta(days=35)]
    assert len(old) <= (1 if len(full) == 1 else 0)


def test_a_backup_is_due_after_a_day_or_a_failure() -> None:
    assert BackupState().due(NOW)
    assert not BackupState(good_at=NOW - timedelta(hours=23)).due(NOW)
    assert BackupState(good_at=NOW - timedelta(hours=24)).due(NOW)
    failed = BackupState(good_at=NOW, failed_at=NOW, failure="The disk is full.")
    assert failed.failing
    assert failed.due(NOW)


@pytest.mark.parametrize(
    ("became", "text"),
    [
        ({}, "No list of erasures lies beside"),
        ({"has_ledger": True}, "No erasure had to be repeated."),
        ({"has_ledger": True, "erased": 1}, "1 erasure made after"),
        ({"has_ledger": True, "erased": 3}, "3 erasures made after"),
        ({"has_ledger": True, "erased": 3, "foreign": 1}, "no supervisor of this database signed"),
    ],
)
def test_a_restore_says_what_became_of_erasures(became: dict[str, Any], text: str) -> None:
    label = BackupLabel("s", "Shop", datetime(2026, 9, 1, tzinfo=UTC), identities=True)
    contents = BackupContents(label, {}, 1, "", {})
    assert text in Restored(Path(), contents, **became).erasures_text
