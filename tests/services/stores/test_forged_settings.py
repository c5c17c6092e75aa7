"""Settings of the store that somebody gave who may not: staff hold its key and sign their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.stores.safety import Concern
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import backups, checks, recovery_sheets, safety
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.shop.stores import (
    BACKUP_FOLDER,
    BACKUP_STATE,
    CHECK_STATE,
    RECOVERY_SHEET,
    keep_setting,
)
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, by_hand, open_store, opened, user

LATER, NAIVE = "2099-01-01T00:00:00+00:00", "2026-10-01T00:00:00"
BACKED_UP = {"good_at": "2026-10-05T01:00:00+00:00", "good_file": "x", "inside": False}
CHECKED = {"sound_at": "2026-10-05T01:00:00+00:00", "seen_at": "2026-10-05T01:00:00+00:00"}
SUPERVISORS = {
    BACKUP_STATE: BACKED_UP,
    BACKUP_FOLDER: "/mnt/elsewhere",
    RECOVERY_SHEET: {"made_at": "2026-10-01T00:00:00+00:00", "stored": True},
}


def give(store: Store, name: str, value: object) -> None:
    with store.writing() as session:
        keep_setting(session, name, value)


def given_by_staff(folder: Path, clock: FixedClock, name: str, value: object) -> None:
    with opened(folder, clock, Role.STAFF) as store:
        give(store, name, value)


def concerns(store: Store) -> tuple[Concern, ...]:
    with store.reading() as session:
        return safety.safety(session).concerns


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A store three days old, never backed up or checked, whose recovery sheet waits."""
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        recovery_sheets.note_new(session)
    store.close()
    clock.move(days=3)
    return store.folder


@pytest.mark.parametrize("name", SUPERVISORS)
def test_what_only_supervisors_give_is_not_believed_of_staff_and_named(
    folder: Path, clock: FixedClock, name: str
) -> None:
    given_by_staff(folder, clock, name, SUPERVISORS[name])
    for role in (Role.STAFF, Role.SUPERVISOR):
        with opened(folder, clock, role) as store, store.reading() as session:
            assert safety.safety(session).backup_overdue
            assert backups.folder(session) == paths.default_backups_folder("Shop")
            assert "Nobody has confirmed" in recovery_sheets.reminder(session)
    with opened(folder, clock) as store:
        (line,) = (line for line in checks.check(store).lines if line.name == "authors")
        assert "is something only a supervisor can do, but Lee Ka Yan wrote it" in line.sentence


def test_the_very_value_that_staff_forged_can_be_given_by_a_supervisor(
    folder: Path, clock: FixedClock
) -> None:
    for name, value in SUPERVISORS.items():
        given_by_staff(folder, clock, name, value)
    with opened(folder, clock) as store:
        for name, value in SUPERVISORS.items():
            give(store, name, value)
        with store.reading() as session:
            assert backups.folder(session) == Path("/mnt/elsewhere")
            assert backups.state(session).good_file == "x"
            assert recovery_sheets.reminder(session) == ""
        assert [line.name for line in checks.check(store).lines if not line.sound] == ["authors"]


def test_a_setting_changed_past_the_trail_counts_as_it_was(folder: Path, clock: FixedClock) -> None:
    with opened(folder, clock) as store:
        give(store, BACKUP_FOLDER, "/mnt/stick")
        by_hand(store, "DELETE FROM store_setting")
        with store.reading() as session:
            assert backups.folder(session) == Path("/mnt/stick")


def test_who_is_no_supervisor_any_more_chose_the_folder_all_the_same(
    folder: Path, clock: FixedClock
) -> None:
    given_by_staff(folder, clock, BACKUP_FOLDER, "/mnt/stick")
    detail = {"from": {"role": "supervisor"}, "to": {"role": "staff"}}
    with opened(folder, clock) as store:
        with store.writing() as session:
            audit.note(session, AuditAction.CHANGED, "user", user(Role.STAFF).id, detail)
        with store.reading() as session:
            assert backups.folder(session) == Path("/mnt/stick")


def test_many_long_folders_are_remembered_although_the_trail_has_only_their_digest(
    folder: Path, clock: FixedClock
) -> None:
    long = BACKED_UP | {"folders": ["/" + "x" * 3_000]}
    with opened(folder, clock) as store:
        give(store, BACKUP_STATE, long)
        with store.reading() as session:
            assert backups.state(session).good_file == "x"
        for value in ("{}", "nonsense"):
            by_hand(store, f"UPDATE store_setting SET value = '{value}' WHERE name LIKE '%state'")
            with store.reading() as session:
                assert backups.state(session).good_at is None


@pytest.mark.parametrize(
    "value",
    [
        *(5, [], "soon", {"good_at": "soon"}, BACKED_UP | {"good_file": 5}),
        *(BACKED_UP | {"folders": 5}, BACKED_UP | {"failed_at": NAIVE}),
        *({"good_at": LATER, "good_file": "x"}, {"good_at": NAIVE, "good_file": "x"}),
    ],
)
def test_a_backup_that_makes_no_sense_or_is_still_to_come_was_never_made(
    folder: Path, clock: FixedClock, value: object
) -> None:
    with opened(folder, clock) as store:
        give(store, BACKUP_STATE, value)
        assert Concern.BACKUP_LATE in concerns(store)
        made = backups.make(store)
        with store.reading() as session:
            assert backups.state(session).good_file == made.file.name


@pytest.mark.parametrize("value", [5, {"sound_at": None, "failed_at": NAIVE}, CHECKED])
def test_staff_do_not_say_that_a_store_is_sound(
    folder: Path, clock: FixedClock, value: object
) -> None:
    given_by_staff(folder, clock, CHECK_STATE, value)
    with opened(folder, clock) as store:
        assert Concern.CHECK_LATE in concerns(store)
        with store.reading() as session:
            assert safety.safety(session).check_is_due(whole=True)


def note(job: Callable[[Session], None], store: Store) -> None:
    with store.writing() as session:
        job(session)


@pytest.mark.parametrize("finder", [Role.SUPERVISOR, Role.STAFF])
def test_staff_do_not_take_back_what_was_found_wrong(
    folder: Path, clock: FixedClock, finder: Role
) -> None:
    with opened(folder, clock, finder) as store:
        note(lambda session: safety.note_fault(session, "A page is torn."), store)
    given_by_staff(folder, clock, CHECK_STATE, CHECKED)
    with opened(folder, clock) as store:
        assert concerns(store)[0] is Concern.DAMAGED
        note(lambda session: safety.note_sound(session, whole=True), store)
        assert Concern.DAMAGED not in concerns(store)


def test_a_check_of_a_later_time_was_never_made_and_its_fault_holds_nothing_up(
    folder: Path, clock: FixedClock
) -> None:
    clock.move(days=400)
    with opened(folder, clock) as store:
        note(lambda session: safety.note_sound(session, whole=True), store)
        note(lambda session: safety.note_fault(session, "A page is torn."), store)
        clock.move(days=-390)
        note(audit.set_clock_right, store)
        with store.reading() as session:
            safe = safety.safety(session)
            assert (safe.check.sound_at, safe.check.seen_at) == (None, None)
            assert safe.check.failing
            assert safe.check_is_due(whole=True)


@pytest.mark.parametrize("value", ["nonsense", "5"])
def test_a_row_that_nobody_can_read_is_written_anew(
    folder: Path, clock: FixedClock, value: str
) -> None:
    with opened(folder, clock) as store:
        by_hand(store, f"UPDATE store_setting SET value = '{value}'")
        note(recovery_sheets.stored, store)
        with store.reading() as session:
            assert recovery_sheets.state(session).stored
        assert [line.name for line in checks.check(store).lines if not line.sound] == []
