"""The settings of shop and computer: saved, taken back, and shown to those they are for."""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop import texts
from csq_desktop.domain.complaints.escalation import EscalatesTo, usual_steps
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.criteria import Criteria
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.users import Role
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.settings import shop
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.settings import computer_section
from csq_desktop.ui.settings.page import SettingsPage
from csq_desktop.ui.settings.sections import SECTIONS
from csq_desktop.ui.shell.lock import IdleWatch
from csq_desktop.ui.tasks import Tasks
from tests.factory import FixedClock, open_store
from tests.services.small_shop import logged
from tests.ui.finding import child, take_up
from tests.ui.looks import IN_EVERY_LOOK
from tests.ui.settings.settings_case import Window, new_complaint, read

NEW_PASSPHRASE = "nine kettles sing in the rain"
OTHER = "four umbrellas under one awning"


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    return Window(context, qtbot)


def test_each_role_sees_its_own_sections(tmp_path: Path, qtbot: QtBot) -> None:
    shown = {}
    for role in Role:
        store = open_store(tmp_path, role)
        tasks = Tasks(store)
        signed_in = SignedIn(store.folder, store.user, Shop("Ming Kee", "01"), store.clock.now)
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
    assert read(store, shop.shop).name == "Ming Kee"
    assert read(store, shop.criteria).newest == Criteria(20, (3, 14), 0.85)
    assert window.context.shop.name == "Ming Kee"
    assert window.toast == "Saved."
    window.undo()
    assert read(store, shop.shop).name == "Sham Shui Po"
    assert read(store, shop.criteria).newest == Criteria()
    assert window.find("shop_name").text() == "Sham Shui Po"


def test_bands_that_wait_for_next_month_say_so(window: Window, store: Store) -> None:
    assert window.section.coming.isHidden()
    with store.writing() as session:
        logged(session, FixedClock(store.clock.now()))
    window.find("band_2").setValue(14)
    window.press("save_shop")
    assert window.section.coming.text() == (
        "The new limits apply from 1 Nov 2026. Until then: within 3 days and 10 days."
    )
    window.undo()
    assert window.section.coming.isHidden()


def test_what_the_shop_cannot_be_is_told_in_place(window: Window, store: Store) -> None:
    window.find("band_2").setValue(2)
    window.press("save_shop")
    assert "second closing time" in child(window.section, FormGrid).error("band_2")
    assert read(store, shop.criteria).newest == Criteria()


def test_opening_hours_of_a_day_may_be_several(window: Window, store: Store) -> None:
    section = window.show("hours")
    monday, sunday = section.rows[0], section.rows[6]
    monday.fields[0].closes.set_time(time(14, 0))
    child(window.find("day_0"), QPushButton, "add").click()
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
    add = child(row, QPushButton, "add")
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
    child(section.rows[0], QPushButton, "add").click()
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
    taken_out = [b for b in section.findChildren(QAbstractButton) if "2 Jan 2027" in b.toolTip()]
    taken_out[0].click()
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
    section.closes.set_time(time(14, 40))
    window.press("add_closure")
    (closure,) = read(store, shop.closures)
    assert (closure.opened_until, closure.opens_again) == (time(14, 40), None)
    assert section.closes.text() == ""
    assert (closure.start, closure.end) == (date(2026, 10, 6), date(2026, 10, 6))
    assert section.table.isVisible()
    section.table.choose(0)
    window.press("take_back")
    assert read(store, shop.closures) == ()
    window.undo()
    assert [each.opened_until for each in read(store, shop.closures)] == [time(14, 40)]
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
    take_up(section.message)
    assert window.page.chips.chosen == "deadlines"


def test_the_days_proposed_follow_the_clock_until_one_is_typed(
    window: Window, clock: FixedClock
) -> None:
    hours, closures = window.show("hours"), window.show("closures")
    before = window.context.today()
    tomorrow = before + timedelta(days=1)
    clock.move(days=1)
    for section in (hours, closures):
        section.reload()
    window.settle()
    assert {hours.extra_day.day, closures.start.day, closures.end.day} == {tomorrow}
    hours.extra_day.set_day(before)
    closures.start.set_day(before)
    clock.move(days=1)
    for section in (hours, closures):
        section.reload()
    window.settle()
    assert (hours.extra_day.day, closures.start.day) == (before, before)


def test_a_closure_needs_a_reason(window: Window) -> None:
    section = window.show("closures")
    window.press("add_closure")
    assert "the reason for the closure" in section.form.error("closure_reason")


def test_deadlines_hold_from_today_on_and_running_complaints_follow_when_told(
    window: Window, store: Store
) -> None:
    severity = Severity.MEDIUM
    with store.writing() as session:
        ref = complaints.log(session, new_complaint(store))

    def due() -> Any:
        return read(store, partial(complaint_views.read, complaint_id=ref.id)).clocks[1].due_at

    before = due()
    section = window.show("deadlines")
    assert section.open_now.text().startswith("1 open complaint")
    window.find(f"resolve_{severity.value}").setValue(6)
    window.press("save_deadlines")
    policy = read(store, shop.policy)
    assert (policy.version, policy.allowed(ComplaintClock.RESOLVE, severity)) == (2, 360)
    assert due() == before
    window.press("recompute")
    assert due() == before
    window.press("submit")
    assert window.toast == "1 complaint has new deadlines."
    assert due() < before


def test_deadlines_are_taken_back_as_a_version_of_their_own(window: Window, store: Store) -> None:
    section = window.show("deadlines")
    assert not section.recompute.isEnabled()
    window.find(f"acknowledge_{Severity.LOW.value}").setValue(0.25)
    progress = window.find(f"progress_{Severity.LOW.value}")
    assert progress.text() == "none"
    progress.setValue(24)
    window.press("save_deadlines")
    assert read(store, shop.policy).allowed(ComplaintClock.ACKNOWLEDGE, Severity.LOW) == 15
    assert read(store, shop.policy).allowed(ComplaintClock.PROGRESS, Severity.LOW) == 1440
    window.undo()
    assert read(store, shop.policy).allowed(ComplaintClock.ACKNOWLEDGE, Severity.LOW) == 480
    assert read(store, shop.policy).allowed(ComplaintClock.PROGRESS, Severity.LOW) == 0
    assert read(store, shop.policy).version == 3


def test_levels_of_escalation_are_set_for_every_deadline_and_taken_back(
    window: Window, store: Store
) -> None:
    section = window.show("escalation")
    assert not section.submit.isEnabled()
    window.find("level_2").setValue(0)
    window.find("level_5").setValue(48)
    window.find("told_3").choose("head_office")
    window.press("save_escalation")
    for clock in ComplaintClock:
        steps = read(store, shop.escalation).of(clock)
        assert [step.percent or step.minutes for step in steps] == [50, 60, 720, 2880]
        assert steps[1].to is EscalatesTo.HEAD_OFFICE
    window.find("level_4").setValue(0.5)
    window.press("save_escalation")
    assert "after the one before" in section.message.text
    window.undo()
    assert read(store, shop.escalation) == usual_steps()


def test_a_deadline_has_levels_of_its_own(window: Window, store: Store) -> None:
    section = window.show("escalation")
    assert not window.find("acknowledge_level_1").isVisible()
    window.find("levels_alike").click()
    assert window.find("acknowledge_level_1").isVisible()
    assert not section.submit.isEnabled()  # nothing is another yet
    window.find("acknowledge_level_1").setValue(25)
    window.find("acknowledge_level_5").setValue(0)
    window.press("save_escalation")
    steps = read(store, shop.escalation)
    acknowledging = steps.of(ComplaintClock.ACKNOWLEDGE)
    assert [step.percent or step.minutes for step in acknowledging] == [25, 80, 60, 720]
    assert steps.of(ComplaintClock.RESOLVE) == usual_steps().of(ComplaintClock.RESOLVE)
    assert not window.find("levels_alike").isChecked()
    window.find("levels_alike").click()
    window.press("save_escalation")
    assert read(store, shop.escalation) == usual_steps()


def test_what_is_typed_stays_while_other_sections_are_looked_at(
    window: Window, store: Store
) -> None:
    window.find("shop_name").setText("Ming Kee")
    hours = window.show("hours")
    hours.rows[0].fields[0].closes.set_time(time(14, 0))
    window.show("deadlines")
    window.find("acknowledge_low").setValue(0.25)
    window.show("closures")
    assert window.show("shop").name.text() == "Ming Kee"
    assert window.show("hours").rows[0].intervals == ((time(10), time(14)),)
    assert window.show("deadlines").typed[ComplaintClock.ACKNOWLEDGE, Severity.LOW] == 15
    window.press("save_deadlines")
    window.show("hours")
    window.press("save_hours")
    window.show("shop")
    window.press("save_shop")
    assert read(store, shop.policy).allowed(ComplaintClock.ACKNOWLEDGE, Severity.LOW) == 15
    assert read(store, shop.hours).weekly[0] == ((time(10), time(14)),)
    assert read(store, shop.shop).name == "Ming Kee"
    assert not window.section.submit.isEnabled()


def test_holidays_that_come_late_leave_what_is_typed(window: Window) -> None:
    section = window.show("hours")
    days = list(section.boxes)
    assert days
    section.rows[0].fields[0].closes.set_time(time(14, 0))
    section.reload()
    window.settle()
    assert section.rows[0].intervals == ((time(10), time(14)),)
    assert list(section.boxes) == days


def test_language_light_and_size_change_at_once_and_the_section_stays(
    window: Window, sized: Callable[..., None]
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
    assert child(window.window, IdleWatch).minutes == 2
    window.find("language").choose("en")
    window.settle()


def test_another_window_is_another_program(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(computer_section, "spawn", started.append)
    window.show("computer")
    window.press("another")
    assert started == [["--welcome"]]


def test_sections_without_a_primary_button_leave_the_key_alone(window: Window) -> None:
    window.page.primary_action()
    window.page.show_object("users")
    assert window.page.chips.chosen == "users"
    window.page.show_object("nothing of the kind")
    assert window.page.chips.chosen == "users"


@IN_EVERY_LOOK
def test_every_section_opens_in_every_language_theme_and_size(
    context: Context,
    qtbot: QtBot,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    texts.set_language(language)
    sized(mode=mode, percent=percent)
    window = Window(context, qtbot)
    window.window.resize(1366, 768)
    for entry in SECTIONS:
        window.show(entry.key)
        assert window.section.isVisible()
        assert window.window.width() == 1366
