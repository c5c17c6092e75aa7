"""The settings: every section, saved, taken back, and shown to those it is for."""

from collections.abc import Callable
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget

from csq_desktop.domain.complaints import Channel, Clock, NewComplaint, Severity
from csq_desktop.domain.shop import Shop
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import (
    backups,
    complaint_views,
    complaints,
    recovery_sheets,
    shop,
    users,
)
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.main_window import MainWindow
from csq_desktop.ui.settings import computer_section
from csq_desktop.ui.settings.about_section import PARTS, Part, _version
from csq_desktop.ui.settings.page import SECTIONS, SettingsPage
from csq_desktop.ui.tasks import Tasks
from tests.factory import NAMES, PASSPHRASES, open_store, user
from tests.ui.start_case import SETTINGS_ONLY

NEW_PASSPHRASE = "nine kettles sing in the rain"
OTHER = "four umbrellas under one awning"


class Window:
    """The settings in a window of their own."""

    def __init__(self, context: Context, qtbot: Any) -> None:
        self.context, self.qtbot = context, qtbot
        self.window = MainWindow(context, entries=SETTINGS_ONLY)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.settle()

    @property
    def page(self) -> SettingsPage:
        page = self.window.page
        assert isinstance(page, SettingsPage)
        return page

    @property
    def section(self) -> Any:
        return self.page.section

    @property
    def toast(self) -> str:
        return self.window._toast.text

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=30_000)

    def show(self, key: str) -> Any:
        """Choose a section by its chip."""
        self.press(f"sections_{key}")
        return self.section

    def find(self, name: str, kind: type[Any] = QWidget) -> Any:
        """A control of the section, or of a dialog over it, by its name."""
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
        for place in [*(one for one in dialogs if one.isVisible()), self.page]:
            found = place.findChild(kind, name)
            if found is not None:
                return found
        raise AssertionError(name)

    def press(self, name: str) -> None:
        """Press a button and wait for what it does."""
        self.find(name, QPushButton).click()
        self.settle()

    def undo(self) -> None:
        """Take back what the message at the foot speaks of."""
        self.window._toast.findChild(QPushButton, "undo").click()
        self.settle()


@pytest.fixture
def window(context: Context, qtbot) -> Window:
    return Window(context, qtbot)


def new_complaint(store: Store) -> NewComplaint:
    return NewComplaint(
        channel=Channel.COUNTER,
        received_at=store.clock.now(),
        category="till.waiting",
        severity=Severity.MEDIUM,
        words="Private.",
    )


def read(store: Store, query: Callable[..., Any]) -> Any:
    with store.reading() as session:
        return query(session)


def test_each_role_sees_its_own_sections(tmp_path: Path, qtbot) -> None:
    shown = {}
    for role in Role:
        store = open_store(tmp_path, role)
        tasks = Tasks(store)
        signed_in = SignedIn(store, store.user, Shop("Ming Kee", "01"), store.clock.now)
        shown[role] = list(SettingsPage(Context(tasks, signed_in, Settings())).entries)
        tasks.close()
        store.close()
    assert shown[Role.SUPERVISOR] == [entry.key for entry in SECTIONS]
    assert shown[Role.STAFF] == ["passphrase", "computer", "about"]
    assert shown[Role.AUDITOR] == ["passphrase", "computer", "trail", "about"]


def test_the_shop_is_saved_and_taken_back(window: Window, store: Store) -> None:
    section = window.section
    assert not section.submit.isEnabled()
    window.find("shop_name").setText("Ming Kee")
    window.find("minimum_n").setValue(20)
    window.find("band_2").setValue(14)
    window.find("checklist_target").set_share(0.85)
    window.press("save_shop")
    saved = read(store, shop.shop)
    assert (saved.name, saved.minimum_n, saved.closed_bands) == ("Ming Kee", 20, (3, 14))
    assert saved.checklist_target == 0.85
    assert window.context.shop.name == "Ming Kee"
    assert window.toast == "Saved."
    window.undo()
    assert read(store, shop.shop).name == "Sham Shui Po"
    assert window.find("shop_name").text() == "Sham Shui Po"


def test_what_the_shop_cannot_be_is_told_in_place(window: Window, store: Store) -> None:
    window.find("band_2").setValue(2)
    window.press("save_shop")
    assert "second closing band" in window.section.message.text
    assert read(store, shop.shop).closed_bands == (3, 10)


def test_opening_hours_of_a_day_may_be_several(window: Window, store: Store) -> None:
    section = window.show("hours")
    monday, sunday = section.rows[0], section.rows[6]
    monday.fields[0].closes.set_time(time(14, 0))
    window.find("day_0").findChild(QPushButton, "add").click()
    assert monday.intervals == ((time(10), time(14)), (time(15), time(17)))
    sunday.fields[0].removed.emit()
    window.press("save_hours")
    weekly = read(store, shop.hours).weekly
    assert weekly[0] == ((time(10), time(14)), (time(15), time(17)))
    assert weekly[6] == ()
    assert weekly[1] == ((time(10), time(22)),)
    window.undo()
    assert read(store, shop.hours).weekly[6] == ((time(10), time(22)),)


def test_a_closed_day_opens_with_the_usual_hours_and_has_four_openings_at_most(
    window: Window,
) -> None:
    row = window.show("hours").rows[2]
    row.fields[0].removed.emit()
    assert row.intervals == ()
    add = row.findChild(QPushButton, "add")
    for _ in range(4):
        add.click()
    assert row.intervals[0] == (time(10), time(22))
    assert not add.isVisibleTo(row)


def test_every_day_may_be_as_monday(window: Window, store: Store) -> None:
    section = window.show("hours")
    section.rows[0].fields[0].opens.set_time(time(9, 30))
    window.press("same_every_day")
    window.press("save_hours")
    assert set(read(store, shop.hours).weekly) == {((time(9, 30), time(22)),)}


def test_overlapping_openings_are_told(window: Window) -> None:
    section = window.show("hours")
    section.rows[0].findChild(QPushButton, "add").click()
    section.rows[0].fields[1].opens.set_time(time(11))
    window.press("save_hours")
    assert section.message.text


def test_the_shop_says_which_holidays_it_keeps(window: Window, store: Store) -> None:
    section = window.show("hours")
    christmas = date(2026, 12, 25)
    assert not section.boxes[christmas].isEnabled()
    window.find("keeps_holidays").setChecked(True)
    section.boxes[christmas].setChecked(False)
    section.extra_day.set_day(date(2026, 12, 31))
    window.press("add_extra")
    section.extra_day.set_day(date(2027, 1, 2))
    window.press("add_extra")
    section._on_no_extra(date(2027, 1, 2))
    window.press("save_hours")
    kept = read(store, shop.hours)
    assert kept.keeps_public_holidays
    assert kept.worked_holidays == (christmas,)
    assert kept.extra_holidays == (date(2026, 12, 31),)
    calendar = read(store, shop.calendar)
    assert calendar.hours(christmas)
    assert not calendar.hours(date(2026, 12, 26))


def test_a_typhoon_is_entered_and_taken_back(window: Window, store: Store) -> None:
    section = window.show("closures")
    assert section.empty.isVisible()
    section.end.set_day(date(2026, 10, 5))
    section.start.set_day(date(2026, 10, 6))
    assert section.end.day == date(2026, 10, 6)
    section.reason.setCurrentText("Typhoon signal no. 8")
    window.press("add_closure")
    (closure,) = read(store, shop.closures)
    assert (closure.start, closure.end) == (date(2026, 10, 6), date(2026, 10, 6))
    assert section.table.isVisible()
    section.table.choose(0)
    window.press("take_back")
    assert read(store, shop.closures) == ()
    window.undo()
    assert len(read(store, shop.closures)) == 1
    window.press("take_back")
    assert len(read(store, shop.closures)) == 1


def test_adding_a_closure_can_be_undone_and_leads_to_the_deadlines(
    window: Window, store: Store
) -> None:
    section = window.show("closures")
    section.reason.setCurrentText("Stock-taking")
    window.press("add_closure")
    window.undo()
    assert read(store, shop.closures) == ()
    section.message._on_action()
    assert window.page.chips.chosen == "deadlines"


def test_a_closure_needs_a_reason(window: Window) -> None:
    section = window.show("closures")
    window.press("add_closure")
    assert "why the shop is closed" in section.message.text


def test_deadlines_hold_from_today_on_and_running_complaints_follow_when_told(
    window: Window, store: Store
) -> None:
    severity = Severity.MEDIUM
    with store.writing() as session:
        ref = complaints.log(session, new_complaint(store))

    def due() -> object:
        return read(store, partial(complaint_views.read, complaint_id=ref.id)).clocks[1].due_at

    before = due()
    section = window.show("deadlines")
    assert section.open_now.text().startswith("1 open complaint")
    window.find(f"resolve_{severity.value}").setValue(6)
    window.press("save_deadlines")
    policy = read(store, shop.policy)
    assert (policy.version, policy.allowed(Clock.RESOLVE, severity)) == (2, 360)
    assert due() == before
    window.press("recompute")
    assert window.toast == "1 complaint has new deadlines."
    assert due() < before


def test_deadlines_are_taken_back_as_a_version_of_their_own(window: Window, store: Store) -> None:
    section = window.show("deadlines")
    assert not section.recompute.isEnabled()
    window.find(f"acknowledge_{Severity.LOW.value}").setValue(0.25)
    window.press("save_deadlines")
    assert read(store, shop.policy).allowed(Clock.ACKNOWLEDGE, Severity.LOW) == 15
    window.undo()
    assert read(store, shop.policy).allowed(Clock.ACKNOWLEDGE, Severity.LOW) == 480
    assert read(store, shop.policy).version == 3


def fill_passphrase(window: Window, passphrase: str) -> None:
    window.find("passphrase").setText(passphrase)
    window.find("passphrase_again").setText(passphrase)


def lines(store: Store) -> dict[str, Any]:
    return {line.user.name: line for line in read(store, users.everyone)}


def test_a_user_is_added(window: Window, store: Store) -> None:
    window.show("users")
    window.page.primary_action()
    assert not window.find("submit").isEnabled()
    window.find("user_name").setText("Wong Mei Yee")
    window.find("role").choose(Role.AUDITOR.value)
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)["Wong Mei Yee"].user.role is Role.AUDITOR
    assert window.toast == "Wong Mei Yee can sign in now."
    assert window.section.model.rowCount() == 4


def test_a_name_that_is_taken_is_told_in_the_dialog(window: Window, store: Store) -> None:
    window.show("users")
    window.press("add_user")
    window.find("user_name").setText(NAMES[Role.STAFF])
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    dialog = window.find("user_name").window()
    assert "already a user" in dialog.message.text
    dialog.reject()
    assert len(lines(store)) == 3


def choose(window: Window, role: Role) -> None:
    section = window.show("users")
    section.table.choose(section.model.find(user(role), "user"))
    window.settle()


def test_a_leaver_is_deactivated_and_let_in_again(window: Window, store: Store) -> None:
    choose(window, Role.STAFF)
    window.press("deactivate")
    assert not lines(store)[NAMES[Role.STAFF]].active
    assert window.section.give.text() == "Let in again…"
    window.press("give_passphrase")
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)[NAMES[Role.STAFF]].ready
    assert window.section.give.text() == "New passphrase…"


def test_a_new_passphrase_may_come_with_a_new_role(window: Window, store: Store) -> None:
    choose(window, Role.STAFF)
    window.press("give_passphrase")
    window.find("role").choose(Role.SUPERVISOR.value)
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)[NAMES[Role.STAFF]].user.role is Role.SUPERVISOR


def test_a_user_is_renamed_and_back(window: Window, store: Store) -> None:
    choose(window, Role.AUDITOR)
    window.press("rename")
    window.find("new_name").setText("Ho Wing Sze Amy")
    window.press("submit")
    assert "Ho Wing Sze Amy" in lines(store)
    window.undo()
    assert NAMES[Role.AUDITOR] in lines(store)


def test_nobody_deactivates_themselves(window: Window) -> None:
    choose(window, Role.SUPERVISOR)
    assert not window.section.stop.isVisible()
    assert not window.section.give.isVisible()
    window.section._on_chosen(-1)
    assert window.section.heading.text() == NAMES[Role.SUPERVISOR]


def test_a_user_who_needs_a_passphrase_is_marked(window: Window, store: Store) -> None:
    from dataclasses import replace

    section = window.show("users")
    section._show(tuple(replace(line, ready=False) for line in lines(store).values()))
    section.table.choose(0)
    assert section.state.text == "Needs a new passphrase"


def test_a_new_recovery_sheet_is_printed_and_confirmed(window: Window, store: Store) -> None:
    section = window.show("users")
    assert section.sheet_state.text == "Made with the store"
    window.press("new_sheet")
    window.find("own_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("submit")
    sheet = window.find("recovery_sheet")
    text = pypdfium2.PdfDocument(sheet.preview.pdf)[0].get_textpage().get_text_range()
    assert "Recovery key" in text
    window.find("sheet_language").choose("zh_HK")
    window.settle()
    text = pypdfium2.PdfDocument(sheet.preview.pdf)[0].get_textpage().get_text_range()
    assert "復原密鑰" in text
    window.press("stored")
    assert read(store, recovery_sheets.state).stored
    assert section.sheet_state.text == "Stored"


def test_a_sheet_put_off_is_marked_until_it_is_confirmed(window: Window, store: Store) -> None:
    section = window.show("users")
    window.press("new_sheet")
    window.find("own_passphrase").setText("not the passphrase")
    window.press("submit")
    dialog = window.find("own_passphrase").window()
    assert "do not belong together" in dialog.message.text
    window.find("own_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("submit")
    window.press("later")
    assert section.sheet_state.text == "Nobody has confirmed that it is stored"
    window.press("confirm_sheet")
    assert section.sheet_state.text == "Stored"
    section._offer(None)


def test_ones_own_passphrase_is_changed(window: Window, store: Store) -> None:
    section = window.show("passphrase")
    assert not section.submit.isEnabled()
    window.find("old_passphrase").setText("not the passphrase")
    fill_passphrase(window, OTHER)
    window.press("change_passphrase")
    assert "do not belong together" in section.message.text
    assert window.find("old_passphrase").text() == ""
    window.find("old_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    fill_passphrase(window, OTHER)
    window.press("change_passphrase")
    assert window.toast == "Your passphrase is changed."
    with store.writing() as session:
        users.confirm(session, OTHER)


def test_a_lock_forgets_passphrases_half_typed(window: Window) -> None:
    window.show("passphrase")
    window.find("old_passphrase").setText("half ty")
    window.context.locking.emit()
    assert window.find("old_passphrase").text() == ""


def test_language_light_and_size_change_at_once_and_the_section_stays(
    window: Window, sized
) -> None:
    window.show("computer")
    window.find("language").choose("zh_HK")
    window.settle()
    assert window.page.title.text() == "設定"
    assert window.page.chips.chosen == "computer"
    window.find("theme").choose("dark")
    window.find("text_percent").choose("150")
    window.find("idle_minutes").setValue(2)
    window.section.idle.editingFinished.emit()
    window.settle()
    kept = window.context.settings
    assert (kept.language, kept.theme, kept.text_percent) == ("zh_HK", "dark", 150)
    assert kept.idle_minutes == 2
    assert window.window._idle.minutes == 2
    window.find("language").choose("en")
    window.settle()


def test_another_window_is_another_program(window: Window, monkeypatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(computer_section, "spawn", started.append)
    window.show("computer")
    window.press("another")
    assert started == [["--welcome"]]


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
    assert section.wanted.user_id == user(Role.STAFF).id
    window.press("verify_trail")
    assert "as they were written" in section.message.text
    section._on_chosen(-1)


def test_the_trail_shows_what_a_change_changed(window: Window, store: Store) -> None:
    with store.writing() as session:
        users.rename(session, user(Role.STAFF).id, "May")
        complaints.log(session, new_complaint(store))
    section = window.show("trail")
    about = [line.about for line in section.lines]
    section.table.choose(about.index("May"))
    words = [one.text() for one in section.facts.findChildren(QWidget) if hasattr(one, "text")]
    assert f"{NAMES[Role.STAFF]} → May" in words
    section.table.choose(about.index("Complaint C-2026-0001"))
    words = [one.text() for one in section.facts.findChildren(QWidget) if hasattr(one, "text")]
    assert "changed; what it said is not written here" in words
    assert "Private." not in words


def test_days_of_the_trail_are_days_of_the_shop(window: Window, store: Store) -> None:
    section = window.show("trail")
    section.since.set_day(date(2026, 10, 5))
    section.until.set_day(date(2026, 10, 5))
    window.settle()
    wanted = section.wanted
    assert wanted.since.isoformat() == "2026-10-05T00:00:00+08:00"
    assert wanted.until.isoformat() == "2026-10-05T23:59:59+08:00"
    assert section.lines


def test_older_entries_follow_on_demand(window: Window, store: Store) -> None:
    from csq_desktop.storage import audit

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
    assert "0 customers, 0 complaints" in window.toast
    assert section.state.text == "Up to date"
    assert section.model.rowCount() >= 1
    assert read(store, backups.state).good_at is not None


def test_backups_go_where_they_are_told(
    window: Window, store: Store, tmp_path: Path, monkeypatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    chosen = iter([str(stick), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    section = window.show("backups")
    window.press("backup_folder")
    window.press("backup_folder")
    assert read(store, backups.folder) == stick
    stick.rmdir()
    window.press("back_up_now")
    assert section.message.text
    section.reload()
    window.settle()
    assert section.state.text == "The last try failed"


def test_about_names_every_part_and_its_licence(window: Window) -> None:
    section = window.show("about")
    assert section.model.rowCount() == len(PARTS)
    shown = [section.model.row_at(row) for row in range(section.model.rowCount())]
    assert all(part.licence for part in shown)
    assert next(part for part in shown if part.package == "sqlalchemy").version.startswith("2.1")
    assert _version("no-such-package-anywhere") == ""
    assert Part("x", "MIT").version == ""


def test_sections_without_a_primary_button_leave_the_key_alone(window: Window) -> None:
    window.page.primary_action()
    window.page.show_object("users")
    assert window.page.chips.chosen == "users"
    window.page.show_object("nothing of the kind")
    assert window.page.chips.chosen == "users"


def test_a_change_elsewhere_reloads_the_section_it_concerns(window: Window, store: Store) -> None:
    window.context.tasks.write(window.page, partial(users.rename, user_id=user(
        Role.STAFF).id, name="May"))  # fmt: skip
    window.settle()
    window.show("users")
    names = [window.section.model.row_at(row).user.name for row in range(3)]
    assert "May" in names
    rename = partial(users.rename, user_id=user(Role.STAFF).id, name="June")
    window.context.tasks.write(window.page, rename)
    window.settle()
    names = [window.section.model.row_at(row).user.name for row in range(3)]
    assert "June" in names


def test_an_error_of_the_disk_is_told_in_the_section(window: Window, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError("The disk is full: nothing was kept.")

    window.show("users")
    monkeypatch.setattr(recovery_sheets, "stored", full)
    window.section.save(recovery_sheets.stored)
    window.settle()
    assert "disk is full" in window.section.message.text


@pytest.mark.parametrize("language", ["en", "zh_HK", "zh_CN"])
@pytest.mark.parametrize(("mode", "percent"), [("light", 100), ("dark", 200)])
def test_every_section_opens_in_every_language_theme_and_size(
    context: Context, qtbot, sized, language: str, mode: str, percent: int
) -> None:
    from csq_desktop import texts

    texts.set_language(language)
    sized(mode=mode, percent=percent)
    window = Window(context, qtbot)
    window.window.resize(1366, 768)
    for entry in SECTIONS:
        window.show(entry.key)
        assert window.section.isVisible()
        assert window.window.width() == 1366
