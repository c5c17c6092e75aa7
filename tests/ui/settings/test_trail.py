"""The audit trail, backups and the program itself in the settings."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.stores.backups import BackupFile
from csq_desktop.domain.users import Role
from csq_desktop.services import users
from csq_desktop.services.complaints import complaints
from csq_desktop.services.settings.licences import shipped_parts
from csq_desktop.services.stores import backups, store_clock
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.factory import NAMES, FixedClock, user
from tests.ui.settings.settings_case import Window, new_complaint, read

NEW_PASSPHRASE = "nine kettles sing in the rain"
OTHER = "four umbrellas under one awning"


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    return Window(context, qtbot)


def test_the_trail_is_read_filtered_and_verified(window: Window, store: Store) -> None:
    section = window.show("trail")
    assert section.lines[0].what in ("Signed in", "Created")
    assert section.count.text().endswith("entries")
    section.table.choose(0)
    assert NAMES[Role.SUPERVISOR] in section.about.text()
    section.what.choose("signing_in")
    window.settle()
    assert {line.what for line in section.lines} <= {"Signed in", "Signed out"}
    section.who.choose(str(user(Role.STAFF).id))
    window.settle()
    assert section.lines == []
    assert section.trail_filter.user_id == user(Role.STAFF).id
    window.press("verify_trail")
    assert "as they were written" in section.message.text
    section.table.clearSelection()


def test_the_trail_shows_what_a_change_changed(window: Window, store: Store) -> None:
    with store.writing() as session:
        users.rename(session, user(Role.STAFF).id, "May")
        complaints.log(session, new_complaint(store))
    section = window.show("trail")
    about = [line.about for line in section.lines]
    section.table.choose(about.index("May"))
    words = [one.text() for one in section.facts.findChildren(QWidget) if hasattr(one, "text")]
    assert f"{NAMES[Role.STAFF]} → May" in words
    section.table.choose(about.index("Complaint C-2026-0001-SSP01"))
    words = [one.text() for one in section.facts.findChildren(QWidget) if hasattr(one, "text")]
    assert "changed (content not recorded)" in words
    assert "Private." not in words


def test_days_of_the_trail_are_days_of_the_shop(window: Window, store: Store) -> None:
    section = window.show("trail")
    section.since.set_day(date(2026, 10, 5))
    section.until.set_day(date(2026, 10, 5))
    window.settle()
    trail_filter = section.trail_filter
    assert trail_filter.since.isoformat() == "2026-10-05T00:00:00+08:00"
    assert trail_filter.until.isoformat() == "2026-10-05T23:59:59+08:00"
    assert section.lines


def test_older_entries_follow_on_demand(window: Window, store: Store) -> None:
    with store.writing() as session:
        for number in range(150):
            audit.note(session, f"note_{number}")
    section = window.show("trail")
    assert (len(section.lines), section.more.isVisible()) == (100, True)
    section.table.choose(3)
    window.press("more")
    assert len(section.lines) > 150
    assert not section.more.isVisible()
    assert section.table.currentIndex().row() == 3


def test_a_backup_is_made_and_told(window: Window, store: Store) -> None:
    section = window.show("backups")
    assert section.state.text == "Due"
    assert section.empty.isVisible()
    window.press("back_up_now")
    assert "0 customers with archived ones, 0 records of feedback" in window.toast
    assert section.state.text == "Up to date"
    assert section.model.rowCount() >= 1
    assert read(store, backups.state).good_at is not None
    section.table.choose(0)
    window.qtbot.keyClick(section.table, Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text() == "Copy path").trigger()
    menu.close()
    copied = Path(QApplication.clipboard().text())
    assert copied.is_file()
    assert copied.parent == read(store, backups.folder)


def test_a_backup_folder_on_a_drive_that_hangs_holds_up_nothing_else(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive, looks = threading.Event(), list[Path]()

    def look(folder: Path, _store_id: str) -> list[BackupFile]:
        looks.append(folder)
        assert drive.wait(10)
        return []

    monkeypatch.setattr("csq_desktop.storage.backup.places.list_backups", look)
    window.page.chips.choose("backups")
    answers: list[object] = []
    window.qtbot.waitUntil(lambda: bool(looks))
    window.section.reload()
    window.context.tasks.read(window.section, backups.state, answers.append)
    window.qtbot.waitUntil(lambda: bool(answers))
    assert len(looks) == 1
    drive.set()
    window.settle()
    assert len(looks) == 2  # what came meanwhile is seen, too


def test_backups_go_where_they_are_told(
    window: Window, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    chosen = iter([str(stick), str(stick), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    section = window.show("backups")
    window.press("keep_backup_folder")
    assert section.keep.isHidden()
    before = read(store, backups.folder)
    window.press("backup_folder")
    assert read(store, backups.folder) == stick
    window.undo()
    assert read(store, backups.folder) == before
    window.press("backup_folder")
    window.press("backup_folder")
    assert read(store, backups.folder) == stick
    stick.rmdir()
    window.press("back_up_now")
    assert section.message.text
    section.reload()
    window.settle()
    assert section.state.text == "Last attempt failed"
    own = store.folder / "backups"
    own.mkdir(exist_ok=True)
    with store.writing() as session:
        backups.keep_folder(session, own)  # as earlier versions did
    window.press("back_up_now")
    assert section.state.text == "In the database’s own folder"


def test_about_names_every_part_and_its_licence(window: Window) -> None:
    section = window.show("about")
    shown = tuple(section.model.row_at(row) for row in range(section.model.rowCount()))
    assert shown == shipped_parts()
    assert all(part.licence for part in shown)


def test_a_store_whose_clock_was_ahead_is_set_right(
    window: Window, store: Store, clock: FixedClock
) -> None:
    section = window.show("backups")
    assert section.clock.isHidden()
    clock.move(days=3650)
    with store.writing() as session:
        complaints.log(session, new_complaint(store))
    clock.move(days=-3649)
    section.reload()
    window.settle()
    assert not section.clock.isHidden()
    assert "behind the last entry" in section.clock.explanation.text()
    window.press("set_clock_right")
    window.press("submit")
    assert section.clock.isHidden()
    assert read(store, store_clock.behind) == timedelta(0)
    section = window.show("trail")
    assert section.lines[0].what == "Database clock corrected"
