"""What waits to be done: each kind of thing, when it is due, and who sees it."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from csq_desktop import services
from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import NewRun
from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    Channel,
    ComplaintClock,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.shop.shop import OpeningHours
from csq_desktop.domain.today import DueItem, when_text
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import intake
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups, safety, upkeep
from csq_desktop.services.today import due
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, by_hand, open_store
from tests.services.packs.pack_case import SHORT
from tests.services.small_shop import logged, set_up


@pytest.fixture
def store(store: Store) -> Store:
    set_up(store)
    return store


def waiting(store: Store, kind: str | None = None) -> list[DueItem]:
    with store.reading() as session:
        return [item for item in due.items(session, due.now(session)) if kind in (None, item.kind)]


def when(store: Store, item: DueItem) -> str:
    with store.reading() as session:
        return when_text(item, due.now(session))


def test_a_moment_without_a_running_clock_is_nothing_to_do(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        outcome = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.APOLOGY)
        complaints.answer(session, logged(session, clock), outcome)
    by_hand(store, "UPDATE complaint SET next_due_at = 1")
    assert {item.kind for item in waiting(store)}.isdisjoint({"acknowledge", "resolve"})


def test_a_running_clock_is_due_today_and_then_overdue_in_business_time(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    (item,) = waiting(store, "acknowledge")
    assert (item.page, item.object_id, item.overdue) == ("complaints", case, False)
    assert item.text == "Acknowledge C-2026-0001-SSP01"
    assert item.under == "Waited too long to pay"
    assert when(store, item) == "today 14:00"
    clock.move(days=1)
    (item,) = waiting(store, "acknowledge")
    assert item.late_seconds == 8 * 3600
    assert when(store, item) == "8 h overdue"
    with store.writing() as session:
        complaints.acknowledge(session, case)
    assert waiting(store, "acknowledge") == []


def test_a_decision_is_due_on_its_day_and_not_while_the_customer_is_waited_for(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        complaints.acknowledge(session, case)
    assert waiting(store, "resolve") == []
    clock.move(days=6)
    (item,) = waiting(store, "resolve")
    assert item.text == "Resolve C-2026-0001-SSP01"
    with store.writing() as session:
        complaints.wait_for_customer(session, case)
    assert waiting(store, "resolve") == []


def test_a_business_day_is_the_longest_of_the_week_whatever_is_closed(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        logged(session, clock)
        day = ((time(10), time(22)),)
        shop.change_hours(session, OpeningHours(weekly=(day, *((),) * 6)))
    clock.move(hours=5)
    with store.reading() as session:
        assert due.now(session).business_day == 12 * 3600
    with store.writing() as session:
        shop.close_shop(session, date(2026, 10, 1), date(2026, 12, 1), "Fire")
    with store.reading() as session:
        assert due.now(session).business_day == 12 * 3600


def test_first_page_and_the_cases_own_page_tell_one_lateness(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
    clock.move(days=13, hours=5)
    (item,) = waiting(store, "acknowledge")
    with store.reading() as session:
        here, told = due.now(session), complaint_views.read(session, case)
    (lateness,) = (one.lateness for one in told.clocks if one.clock is ComplaintClock.ACKNOWLEDGE)
    assert lateness.endswith(" business days")
    assert when_text(item, here) == f"{lateness} overdue"


def test_a_checklist_is_due_once_with_what_was_missed(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        opening = checklist_templates.templates(session)[0]
    clock.move(days=2)
    (first, *_) = [one for one in waiting(store, "checklist") if one.on == date(2026, 10, 7)]
    assert (first.text, first.object_id) == ("Opening the shop", opening.id)
    assert first.under == "Every day · 2 missed recently"
    with store.writing() as session:
        run = checklists.start(session, NewRun(opening.id))
    (first, *_) = [one for one in waiting(store, "checklist") if one.on == date(2026, 10, 7)]
    assert first.under == "In progress · Every day · 2 missed recently"
    assert first.object_id == run


def test_a_checklist_that_is_done_today_shows_what_was_missed_before(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        opening = checklist_templates.templates(session)[0]
    clock.move(days=1)
    with store.writing() as session:
        run = checklists.start(session, NewRun(opening.id))
        template = checklist_templates.template(session, opening.id)
        for item in template.items:
            choice = next(c for c in template.choices(item) if c.score == 1)
            checklists.answer(session, run, item.code, choice.key)
        checklists.finish(session, run)
    (left,) = [one for one in waiting(store, "checklist") if one.overdue]
    assert (left.on, when(store, left)) == (date(2026, 10, 5), "1 day overdue")
    assert left.under == "Not done · Every day · 1 missed recently"


def test_as_many_counts_are_asked_for_as_the_list_of_pledges_tells(store: Store) -> None:
    with store.reading() as session:
        line = pledge_views.lines(session, Month(2026, 10))[0]
    (earlier, _) = waiting(store, "count")
    assert earlier.under.startswith(f"no counts on {line.uncounted} of the last")


def test_counts_are_asked_for_today_and_for_the_days_left_out(
    store: Store, clock: FixedClock
) -> None:
    (earlier, today) = waiting(store, "count")
    assert earlier.text == "TILL promise"
    assert earlier.under == "no counts on 14 of the last 14 days, since 21 Sep"
    assert today.object_id == date(2026, 10, 5)
    assert (today.text, today.under, today.overdue) == (
        "Enter today’s count",
        "TILL promise",
        False,
    )
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        assert earlier.object_id == pledge
        for day in range(21, 31):
            pledges.count_day(session, DayCount(pledge, date(2026, 9, day), 10, 0))
        for day in range(1, 5):
            pledges.count_day(session, DayCount(pledge, date(2026, 10, day), 10, 0))
    assert [item.overdue for item in waiting(store, "count")] == [False]
    with store.writing() as session:
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 5), 10, 0))
    assert waiting(store, "count") == []


def test_actions_are_shown_a_week_ahead(store: Store) -> None:
    with store.writing() as session:
        actions.promise(session, NewAction("Fix the hooks", "Ka-ho", date(2026, 10, 3)))
        actions.promise(session, NewAction("Labels", "May", date(2026, 10, 12)))
        actions.promise(session, NewAction("Much later", "May", date(2026, 11, 12)))
    late, soon = waiting(store, "action")
    assert (late.text, late.under, late.overdue) == ("Fix the hooks", "A-2026-0001 · Ka-ho", True)
    assert (soon.text, when(store, soon)) == ("Labels", "12 Oct")


def test_sealed_callers_are_told_to_those_who_can_take_them_in(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    new = NewComplaint(Channel.TELEPHONE, clock.at, "staff.rude", Severity.LOW, "Rude.")
    with store.writing() as session:
        ref = complaints.log(session, new)
        intake.hand_in(session, ref.id, CallerIdentity(name="Wong Tai Man", phone="91234567"))
    (item,) = waiting(store, "sealed")
    assert item.text == "1 sealed contact record to open"
    assert "Wong" not in repr(item)
    store.close()
    for role in (Role.STAFF, Role.AUDITOR):
        other = open_store(tmp_path, role, source=clock)
        assert waiting(other, "sealed") == []
        assert waiting(other, "pack") == []
        assert waiting(other, "backup") == []
        assert bool(waiting(other, "count")) is (role is Role.STAFF)
        other.close()


def test_the_pack_of_last_month_is_asked_for_where_the_shop_counted_something_in_it(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:  # of months before the store was made
        for month in (5, 9):
            logged(session, clock, received_at=datetime(2026, month, 10, 4, tzinfo=UTC))
    assert waiting(store, "pack") == []
    clock.move(days=31)
    assert waiting(store, "pack") == []
    with store.writing() as session:
        logged(session, clock, received_at=datetime(2026, 10, 10, 4, tzinfo=UTC))
    (item,) = waiting(store, "pack")
    assert item.text == "Issue the review pack of October 2026"
    assert (item.on, item.object_id, item.overdue) == (date(2026, 11, 7), "2026-10", False)
    clock.move(days=4)
    assert waiting(store, "pack")[0].overdue


@pytest.mark.no_cover
def test_a_pack_is_not_asked_for_once_it_is_issued(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        logged(session, clock)
    clock.move(days=31)
    assert len(waiting(store, "pack")) == 1
    with store.writing() as session:
        packs.issue(session, PackRequest(Month(2026, 10), ("en",), definition=SHORT))
    assert waiting(store, "pack") == []


def test_a_backup_is_asked_for_a_day_after_the_last(
    tmp_path: Path, store: Store, clock: FixedClock
) -> None:
    (item,) = waiting(store, "backup")
    assert (item.under, item.overdue) == ("No backup yet.", False)
    backups.make(store, tmp_path / "shop.csqbackup")
    assert waiting(store, "backup") == []
    clock.move(days=3)
    (item,) = waiting(store, "backup")
    assert item.under == "Last backup: 5 Oct 2026."
    assert when(store, item) == "2 days overdue"


def test_a_backup_that_failed_says_why(tmp_path: Path, store: Store) -> None:
    with pytest.raises(UserError):
        backups.make(store, tmp_path / "nowhere" / "shop.csqbackup")
    (item,) = waiting(store, "backup")
    assert item.under not in ("", "No backup yet.")
    assert item.overdue


def test_a_backup_in_the_stores_own_folder_is_to_go_elsewhere(store: Store) -> None:
    own = store.folder / "backups"
    own.mkdir(exist_ok=True)
    backups.make(store, own)
    (item,) = waiting(store, "backup")
    assert (item.text, item.page, item.object_id) == (
        "Choose another folder for backups",
        "settings",
        "backups",
    )
    assert not item.overdue
    backups.make(store)
    assert waiting(store, "backup") == []


def test_a_check_is_asked_for_three_days_after_the_last_or_when_it_failed(
    store: Store, clock: FixedClock
) -> None:
    assert waiting(store, "check") == []
    clock.move(days=3)
    (never,) = waiting(store, "check")
    assert (never.text, never.under) == ("Check the database", "Never fully checked.")
    upkeep.check(store)
    assert waiting(store, "check") == []
    clock.move(days=3)
    (late,) = waiting(store, "check")
    assert late.under == "Last check without faults: 8 Oct 2026."
    by_hand(store, "UPDATE shop_setting SET version = 7 WHERE name = 'hours'")
    upkeep.check(store)
    damaged, still_late = waiting(store, "check")
    assert damaged.text == "View the result of the check"
    assert damaged.under.startswith("Records were changed outside the program")
    assert (damaged.overdue, damaged.object_id) == (True, "backups")
    assert still_late == late


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_others_are_told_when_a_supervisor_is_needed(
    store: Store, tmp_path: Path, clock: FixedClock, role: Role
) -> None:
    backups.make(store)
    store.close()
    clock.move(days=2)
    other = open_store(tmp_path, role, source=clock)
    assert waiting(other, "supervisor") == []
    clock.move(days=1)
    (item,) = waiting(other, "supervisor")
    assert item.text == "Ask a supervisor to sign in"
    assert item.under == "Last backup: 5 Oct 2026."
    assert (item.page, item.overdue) == ("today", True)
    with other.writing() as session:
        safety.note_fault(session, "store.db: damaged in 1 place.")
    (damaged,) = waiting(other, "supervisor")
    assert damaged.under == "The last check of the database found faults."
    assert damaged.vital
    assert waiting(other, "backup") == waiting(other, "check") == []
    other.close()


def test_the_most_overdue_stands_first_then_what_is_due_next(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        logged(session, clock, severity=Severity.CRITICAL)
        actions.promise(session, NewAction("Old", "May", date(2026, 9, 3)))
        actions.promise(session, NewAction("Tomorrow", "May", date(2026, 10, 6)))
    clock.move(hours=2)
    found_items = waiting(store)
    assert [item.overdue for item in found_items] == sorted(
        (item.overdue for item in found_items), reverse=True
    )
    assert found_items[0].text == "Old"
    kinds = [item.kind for item in found_items]
    assert kinds.index("acknowledge") < kinds.index("backup")
    assert found_items[-1].text == "Tomorrow"


def test_what_the_records_depend_on_stands_above_what_is_most_overdue(
    store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        actions.promise(session, NewAction("Old", "May", date(2026, 9, 3)))
    with pytest.raises(UserError):
        backups.make(store, tmp_path / "nowhere" / "shop.csqbackup")
    assert [item.text for item in waiting(store)][:2] == ["Make a backup", "Old"]


def test_every_feature_that_has_something_to_do_is_asked() -> None:
    files = Path(services.__path__[0]).glob("*/due.py")
    asked = {items.__module__.split(".")[-2] for items in due.features()}
    assert asked == {file.parent.name for file in files} - {"today"}
    assert {"complaints", "pledges"} < asked
