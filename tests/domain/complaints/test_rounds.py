"""Reopening, and how the clocks of all rounds are read."""

from dataclasses import replace

import pytest

from csq_desktop.domain.complaints import clocks, lifecycle, readings, rounds
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ClockState, ComplaintClock, Finding, Severity, State
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, HOUR, RULES, at, rules
from tests.domain.complaints.test_lifecycle import UPHELD

OPEN = lifecycle.received(at(0), Severity.MEDIUM, RULES, at(0))
WAITED = lifecycle.resume(lifecycle.wait(OPEN, at(0, 12)), CALENDAR, at(0, 13))
LATE = lifecycle.close(lifecycle.answer(WAITED, UPHELD, RULES, at(5)), RULES, at(6))


def states(case: Case, *finished: rounds.Round, now: int = at(7)) -> list[ClockState]:
    return [one.state for one in readings.readings(case, finished, CALENDAR, now)]


def test_a_round_that_is_over_keeps_its_deadline_and_what_became_of_it() -> None:
    fresh, finished = rounds.reopen(LATE, rules(2, resolve=48), at(7))
    assert (finished.round, finished.policy_version) == (1, 1)
    assert (finished.resolve_due_at, finished.resolved_at) == (at(2, 11), at(5))
    assert (finished.closed_at, finished.closed_band, finished.reopened_at) == (at(6), 2, at(7))
    assert (finished.finding, finished.remedy_cents) == (Finding.UPHELD, 5_000)
    assert finished.held_seconds == HOUR
    assert (fresh.state, fresh.reopened_count, fresh.reopened_at) == (State.REOPENED, 1, at(7))
    assert (fresh.resolve_due_at, fresh.resolve_promised_at) == (at(10, 22), None)
    assert (fresh.policy_version, lifecycle.ack_version(fresh)) == (2, 1)
    assert (fresh.held_seconds, fresh.closed_at, fresh.closed_band) == (0, None, None)
    assert (fresh.finding, fresh.remedy_kind, fresh.remedy_cents) == (None, None, 0)
    assert fresh.acknowledged_at == LATE.acknowledged_at


def test_reopening_changes_no_miss() -> None:
    fresh, finished = rounds.reopen(LATE, RULES, at(7))
    assert states(fresh, finished) == [
        ClockState.MISSED, ClockState.MISSED, ClockState.RUNNING,
    ]  # fmt: skip
    again = lifecycle.close(lifecycle.answer(fresh, UPHELD, RULES, at(8)), RULES, at(8))
    third, second = rounds.reopen(again, RULES, at(9))
    assert second.round == 2
    assert states(third, finished, second, now=at(20)) == [
        ClockState.MISSED, ClockState.MISSED, ClockState.MET, ClockState.OVERDUE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        OPEN,
        replace(LATE, removed_at=at(7)),
        replace(LATE, closed_band=None),
    ],
)
def test_only_a_closed_case_is_reopened(case: Case) -> None:
    with pytest.raises(UserError, match="Only a closed complaint"):
        rounds.reopen(case, RULES, at(8))


def test_a_case_left_out_stays_left_out() -> None:
    fresh, finished = rounds.reopen(lifecycle.exclude(LATE, "Typhoon"), RULES, at(7))
    assert states(fresh, finished) == [ClockState.EXCLUDED] * 3
    assert states(lifecycle.exclude(fresh, ""), finished)[1:] == [
        ClockState.EXCLUDED, ClockState.RUNNING,
    ]  # fmt: skip


def test_a_clock_that_ran_out_tells_how_late_in_business_time() -> None:
    ack, resolve = readings.readings(OPEN, (), CALENDAR, at(2, 12))
    assert (ack.state, ack.late_seconds) == (ClockState.OVERDUE, (8 + 12 + 2) * HOUR)
    assert (resolve.due_at, resolve.done_at) == (as_datetime(at(1, 22)), None)
    assert resolve.late_seconds == 2 * HOUR
    _, missed = readings.readings(LATE, (), CALENDAR, at(40))
    assert (missed.clock, missed.round) == (ComplaintClock.RESOLVE, 1)
    assert missed.late_seconds == (11 + 12 + 12) * HOUR


def test_a_case_left_out_is_late_for_work_while_it_is_open() -> None:
    left_out = lifecycle.exclude(OPEN, "Typhoon")
    ack, resolve = readings.readings(left_out, (), CALENDAR, at(2, 12))
    assert (ack.state, ack.late_seconds) == (ClockState.EXCLUDED, (8 + 12 + 2) * HOUR)
    assert (ack.is_overdue, resolve.is_overdue) == (True, True)
    in_time = readings.readings(left_out, (), CALENDAR, at(0, 11))
    assert not any(reading.is_overdue for reading in in_time)
    _, held = readings.readings(lifecycle.wait(left_out, at(1)), (), CALENDAR, at(20))
    assert (held.is_overdue, held.late_seconds) == (False, 0)
    over = readings.readings(lifecycle.exclude(LATE, "Typhoon"), (), CALENDAR, at(40))
    assert not any(reading.is_overdue for reading in over)


def test_a_clock_without_a_deadline_is_never_late() -> None:
    case = replace(OPEN, resolve_due_at=None)
    assert states(case, now=at(0)) == [ClockState.RUNNING, ClockState.NONE]


def test_a_clock_that_stopped_before_an_undated_closing_stands_as_it_was() -> None:
    acknowledged = lifecycle.acknowledged(OPEN, at(0, 12))
    closed = replace(acknowledged, state=State.CLOSED, closed_band=clocks.UNDATED_BAND)
    assert states(closed)[0] is ClockState.MET


def test_a_held_clock_is_paused() -> None:
    assert states(lifecycle.wait(OPEN, at(1)))[1] is ClockState.PAUSED
    assert states(lifecycle.wait(OPEN, at(3)))[1] is ClockState.OVERDUE
