"""Which backups are kept, and when the next is due."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.stores.backups import BackupState, Kept, lacks_month, outlived

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)  # a Sunday, 18:05 in Hong Kong


def at(moment: datetime, *, identities: bool = True) -> Kept:
    return Kept(f"{moment:%Y-%m-%d %H%M} {identities}", moment, identities)


def days_ago(*days: float, identities: bool = True) -> list[Kept]:
    return [at(NOW - timedelta(days=one), identities=identities) for one in days]


def kept(found: Iterable[Kept]) -> list[Kept]:
    found = list(found)
    gone = outlived(found, NOW, ZONE)
    return [one for one in found if one not in gone]


def test_of_daily_backups_seven_days_and_five_weeks_stay() -> None:
    found = days_ago(*range(60))
    days = [one.made_at.astimezone(ZONE).day for one in kept(found)]
    assert days == [22, 21, 20, 19, 18, 17, 16, 15, 8, 1, 25]


def test_of_a_day_the_last_backup_stays() -> None:
    noon, evening, yesterday = days_ago(0.3, 0, 1)
    assert kept([evening, noon, yesterday]) == [evening, yesterday]


def test_a_day_is_a_day_in_the_shop() -> None:
    late, early = (datetime(2026, 11, 21, hour, 30, tzinfo=UTC) for hour in (15, 16))
    assert kept([at(early), at(late)]) == [at(early), at(late)]


def test_with_identities_nothing_stays_longer_than_35_days() -> None:
    found = days_ago(1, 34.9, 35, 36, 400)
    assert kept(found) == found[:2]


def test_the_last_verified_one_stays_however_old_it_is() -> None:
    found = days_ago(200, 201)
    assert kept(found) == found[:1]
    without = days_ago(3, identities=False)
    assert kept([*without, *found]) == [*without, found[0]]


def test_the_one_just_made_stays_though_the_clock_was_set_back() -> None:
    later, made = days_ago(0), days_ago(0.1)
    assert outlived([*later, *made], NOW, ZONE) == made
    assert outlived([*later, *made], NOW, ZONE, made=made[0].file) == []


def test_without_identities_the_last_of_thirteen_months_stays() -> None:
    found = days_ago(*range(0, 600, 5), identities=False)
    months = [(one.made_at.year, one.made_at.month) for one in kept(found)]
    assert len(months) == len(set(months)) == 13
    assert months[0] == (2026, 11)
    assert months[-1] == (2025, 11)


def test_a_month_lacks_its_backup_until_there_is_one_without_identities() -> None:
    assert lacks_month([], NOW, ZONE)
    assert lacks_month(days_ago(0), NOW, ZONE)
    assert lacks_month(days_ago(22, identities=False), NOW, ZONE)
    assert not lacks_month(days_ago(21, identities=False), NOW, ZONE)


moments = st.integers(0, 900 * 24).map(lambda hours: NOW - timedelta(hours=hours))
backups = st.lists(st.builds(Kept, st.uuids().map(str), moments, st.booleans()))


@given(backups)
def test_thinning_keeps_enough_and_never_too_much(found: list[Kept]) -> None:
    left = kept(found)
    full = [one for one in left if one.identities]
    assert len(full) <= 12
    assert len([one for one in left if not one.identities]) <= 13
    assert kept(left) == left
    if any(one.identities for one in found):
        assert max(found, key=lambda one: (one.identities, one.made_at, one.file)) in left
    old = [one for one in full if NOW - one.made_at >= timedelta(days=35)]
    assert len(old) <= (1 if len(full) == 1 else 0)


def test_a_backup_is_due_after_a_day_or_a_failure() -> None:
    assert BackupState().due(NOW)
    assert not BackupState(good_at=NOW - timedelta(hours=23)).due(NOW)
    assert BackupState(good_at=NOW - timedelta(hours=24)).due(NOW)
    failed = BackupState(good_at=NOW, failed_at=NOW, failure="The disk is full.")
    assert failed.failing
    assert failed.due(NOW)
