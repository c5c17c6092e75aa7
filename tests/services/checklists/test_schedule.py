"""The schedule of a store: due, in progress, done, late, missed; and what keeps failing."""

from dataclasses import replace
from datetime import date, time

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import Every, ItemPast, RepeatFailure
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState, ExpectedRuns
from csq_desktop.domain.shop.shop import OpeningHours
from csq_desktop.errors import StoreDamaged
from csq_desktop.services.checklists import (
    checklists,
)
from csq_desktop.services.checklists import (
    schedule as checklist_schedule,
)
from csq_desktop.services.checklists import (
    templates as checklist_templates,
)
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, answer, begin, do, give_out, item_of, look, run_through
from tests.factory import FixedClock, by_hand

OCTOBER = Month(2026, 10)
DAILY = replace(FLOOR, key="opening", every=Every.DAILY)
VISIT = replace(FLOOR, key="visit", every=Every.NONE)
TEN_TO_TEN = ((time(10), time(22)),)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()  # Monday 5 October 2026


def states(due: tuple[DueChecklist, ...]) -> list[tuple[str, DueState, int]]:
    """Key, state and last day of what is due."""
    return [(checklist.template_key, checklist.state, checklist.last.day) for checklist in due]


def due(store: Store, day: int) -> list[tuple[str, DueState, int]]:
    """What is due on a day of October."""
    return states(look(store, checklist_schedule.due, date(2026, 10, day)))


def test_a_weekly_checklist_is_due_until_its_week_is_over(store: Store) -> None:
    give_out(store)
    assert due(store, 5) == [("floor", DueState.DUE, 11)]
    assert due(store, 11) == [("floor", DueState.DUE, 11)]
    assert due(store, 12) == [("floor", DueState.MISSED, 11), ("floor", DueState.DUE, 18)]


def test_a_started_run_is_in_progress_and_a_finished_one_not_due(store: Store) -> None:
    floor = give_out(store)
    run_id = begin(store, floor)
    found = look(store, checklist_schedule.due, date(2026, 10, 6))
    assert [(one.state, one.run_id) for one in found] == [(DueState.STARTED, run_id)]
    answer(store, run_id, i1_1="yes", i2_1="yes", i2_2="yes")
    do(store, checklists.finish, run_id)
    assert due(store, 6) == []
    now = look(store, checklist_schedule.overview, date(2026, 10, 6))[0].now
    assert now is not None
    assert now.state is DueState.DONE


def test_what_is_run_when_needed_is_never_due(store: Store) -> None:
    give_out(store, VISIT)
    assert due(store, 30) == []
    assert look(store, checklist_schedule.overview, date(2026, 10, 30))[0].now is None


def test_days_the_shop_is_closed_are_not_due(store: Store) -> None:
    give_out(store, DAILY)
    do(store, shop.close_shop, date(2026, 10, 6), date(2026, 10, 7), "Typhoon")
    assert due(store, 6) == [("opening", DueState.MISSED, 5)]
    assert due(store, 8) == [("opening", DueState.MISSED, 5), ("opening", DueState.DUE, 8)]


def test_a_missed_day_is_shown_for_a_week(store: Store) -> None:
    give_out(store, DAILY)
    missed = [day for _, state, day in due(store, 20) if state is DueState.MISSED]
    assert missed == [13, 14, 15, 16, 17, 18, 19]


def test_a_missed_period_can_still_be_run_and_is_then_late(store: Store, clock: FixedClock) -> None:
    floor = give_out(store)
    clock.move(days=8)
    run_id = run_through(store, floor, date(2026, 10, 11))
    assert due(store, 13) == [("floor", DueState.DUE, 18)]
    line = look(store, checklists.runs)[0]
    assert (line.id, line.late) == (run_id, True)


def test_a_changed_checklist_keeps_its_schedule(store: Store, clock: FixedClock) -> None:
    give_out(store)
    clock.move(days=3)
    give_out(store, replace(FLOOR, minutes=20))
    assert due(store, 12) == [("floor", DueState.MISSED, 11), ("floor", DueState.DUE, 18)]


def test_a_checklist_made_daily_is_missed_by_the_day_from_then_on(
    store: Store, clock: FixedClock
) -> None:
    give_out(store)
    clock.move(days=8)  # Tuesday 13
    give_out(store, replace(FLOOR, every=Every.DAILY))
    assert due(store, 14) == [("floor", DueState.MISSED, 13), ("floor", DueState.DUE, 14)]


def test_a_version_replaced_on_its_first_day_leaves_no_trace(store: Store) -> None:
    give_out(store, DAILY)
    give_out(store, replace(DAILY, every=Every.MONTHLY))
    assert due(store, 6) == [("opening", DueState.DUE, 31)]


def test_a_retired_checklist_is_not_due(store: Store, clock: FixedClock) -> None:
    floor = give_out(store, DAILY)
    clock.move(days=2)
    do(store, checklist_templates.retire, floor)
    assert due(store, 8) == []
    told = look(store, checklist_schedule.expected_runs, OCTOBER, date(2026, 11, 1))
    assert told == ExpectedRuns(2, 0, 0)  # the 5th and 6th


def test_a_checklist_taken_up_again_was_not_expected_meanwhile(
    store: Store, clock: FixedClock
) -> None:
    floor = give_out(store, DAILY)
    clock.move(days=2)
    do(store, checklist_templates.retire, floor)
    clock.move(days=60)  # the 6th of December
    again = do(store, checklist_templates.take_up_again, floor)
    assert [line.id for line in look(store, checklist_templates.templates)] == [again] != [floor]
    told = [
        look(store, checklist_schedule.expected_runs, Month(2026, n), date(2027, 1, 1))
        for n in (10, 11, 12)
    ]
    assert [one.expected for one in told] == [2, 0, 26]


def test_a_retirement_undone_on_its_day_leaves_no_gap(store: Store, clock: FixedClock) -> None:
    floor = give_out(store, DAILY)
    clock.move(days=2)
    do(store, checklist_templates.retire, floor)
    clock.move(hours=5)
    for _ in range(2):
        assert do(store, checklist_templates.take_up_again, floor) == floor
    told = look(store, checklist_schedule.expected_runs, OCTOBER, date(2026, 11, 1))
    assert told.expected == 27


def test_expected_runs_are_done_in_time_late_or_missed(store: Store, clock: FixedClock) -> None:
    floor, daily = give_out(store), give_out(store, DAILY)
    run_through(store, floor)  # week ending the 11th
    run_through(store, daily)  # the 5th
    clock.move(days=2)
    run_through(store, daily, date(2026, 10, 6))  # a day late
    run_through(store, daily, date(2026, 10, 7))
    begin(store, daily, date(2026, 9, 30))
    told = look(store, checklist_schedule.expected_runs, OCTOBER, date(2026, 10, 9))
    assert told == ExpectedRuns(expected=5, in_time=3, late=1)
    assert told.missed == 1  # the 8th; the 9th and the running weeks are not over
    whole = look(store, checklist_schedule.expected_runs, OCTOBER, date(2026, 11, 1))
    assert whole == ExpectedRuns(expected=27 + 3, in_time=3, late=1)


def test_a_week_of_closed_days_is_not_expected(store: Store) -> None:
    give_out(store)
    do(store, shop.change_hours, OpeningHours(weekly=((),) * 3 + (TEN_TO_TEN,) * 4))
    do(store, shop.close_shop, date(2026, 10, 12), date(2026, 10, 18), "Renovation")
    told = look(store, checklist_schedule.expected_runs, OCTOBER, date(2026, 11, 1))
    assert told == ExpectedRuns(2, 0, 0)


def test_a_month_before_the_store_expects_nothing(store: Store) -> None:
    give_out(store)
    told = look(store, checklist_schedule.expected_runs, Month(2026, 8), date(2026, 10, 5))
    assert told == ExpectedRuns()


def test_the_overview_tells_the_last_run_and_the_latest_scores(store: Store) -> None:
    floor = give_out(store)
    for day in (14, 21, 28):
        run_through(store, floor, date(2026, 9, day), i2_1="no" if day == 21 else "yes")
    begin(store, floor)
    (told,) = look(store, checklist_schedule.overview, date(2026, 10, 5))
    assert told.scores == (1.0, 0.5, 1.0)
    assert told.last is not None
    assert (told.last.for_day, told.missed) == (date(2026, 9, 28), 0)
    assert told.now is not None
    assert told.now.state is DueState.STARTED


def test_items_that_fail_in_two_runs_of_a_month_are_named(store: Store) -> None:
    floor = give_out(store)
    visit = give_out(store, VISIT)
    for day in (1, 2, 3):
        run_through(store, floor, date(2026, 10, day), i2_2="no", i1_1="no" if day > 1 else "yes")
    run_through(store, visit, date(2026, 10, 1), i2_1="no")
    run_through(store, visit, date(2026, 9, 30), i2_1="no")
    dusty, waiting = look(store, checklist_schedule.repeat_failures, OCTOBER)
    assert dusty == RepeatFailure(
        "floor", FLOOR.title, "2.2", item_of(FLOOR, "2.2").text, False, failed=3, answered=3,
        refs=("R-2026-0001", "R-2026-0002", "R-2026-0003"),
    )  # fmt: skip
    assert (waiting.item_code, waiting.failed, waiting.answered) == ("1.1", 2, 3)


def test_an_item_that_a_later_version_dropped_stays_named_in_its_month(store: Store) -> None:
    floor = give_out(store)
    for day in (1, 2):
        run_through(store, floor, date(2026, 10, day), i2_2="no")
    rooms = replace(FLOOR.sections[1], items=FLOOR.sections[1].items[:1])
    give_out(store, replace(FLOOR, sections=(FLOOR.sections[0], rooms)))
    (failure,) = look(store, checklist_schedule.repeat_failures, OCTOBER)
    assert (failure.item_code, failure.failed) == ("2.2", 2)


@pytest.mark.parametrize(
    "change", ["checklist_answer SET item_code = 'x'", "checklist_template SET key = 'x'"]
)
def test_an_answer_to_no_question_is_a_sentence(store: Store, change: str) -> None:
    floor = give_out(store)
    for day in (1, 2):
        run_through(store, floor, date(2026, 10, day), i2_2="no")
    only = " WHERE item_code = '2.2'" if "answer" in change else ""
    by_hand(store, f"UPDATE {change}{only}")
    with pytest.raises(StoreDamaged, match="did not write"):
        look(store, checklist_schedule.repeat_failures, OCTOBER)


def test_the_past_of_items_is_told_oldest_first(store: Store) -> None:
    floor = give_out(store)
    run_through(store, floor, date(2026, 10, 1), i2_2="no", i1_2="")
    run_through(store, floor, date(2026, 10, 2), i1_2="na")
    visits = replace(FLOOR.response_sets[0], choices=FLOOR.response_sets[0].choices[:2])
    give_out(store, replace(FLOOR, response_sets=(visits,)))
    told = {past.item_code: past for past in look(store, checklist_schedule.item_pasts, "floor")}
    assert told["2.2"] == ItemPast("2.2", (True, False))
    assert told["2.2"].failed == 1
    assert told["1.2"].outcomes == (None, False)  # the newest version knows no such answer
    assert look(store, checklist_schedule.item_pasts, "floor", runs=1)[0].outcomes == (False,)
    assert look(store, checklist_schedule.item_pasts, "unknown") == ()


def test_not_applicable_is_neither_held_nor_failed(store: Store) -> None:
    run_through(store, give_out(store), i1_2="na")
    told = {past.item_code: past for past in look(store, checklist_schedule.item_pasts, "floor")}
    assert told["1.2"].outcomes == (None,)
