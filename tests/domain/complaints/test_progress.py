"""Progress replies: when each is due, what keeps it, and that a miss stays."""

from dataclasses import replace

import pytest

from csq_desktop.domain.complaints import (
    clocks,
    lifecycle,
    progress,
    readings,
    redating,
    undated,
    updates,
)
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment
from csq_desktop.domain.complaints.facts import (
    ClockState,
    ComplaintClock,
    Finding,
    Outcome,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, RULES, at, rules

PROMISED = rules(2, progress=8)
"""A progress reply every eight hours of the shop's twelve, at a medium severity."""
CASE = lifecycle.received(at(0), Severity.MEDIUM, PROMISED, at(0))
UPHELD = Outcome(Finding.UPHELD)


def told(case: Case, when: int, now: Moment = None) -> Case:
    return progress.reply(case, PROMISED, when, when if now is None else now)


def ending(case: Case) -> ClockState:
    return clocks.ending(case.progress_at, case.progress_due_at, waiting=case.waiting_since)


def test_the_first_is_due_from_the_receipt_and_each_kept_one_begins_the_span_anew() -> None:
    assert (CASE.progress_due_at, CASE.progress_policy_version) == (at(0, 18), 2)
    first = told(CASE, at(0, 16))
    assert (first.progress_due_at, first.progress_at) == (at(1, 12), None)
    second = told(first, at(1, 12))
    assert second.progress_due_at == at(1, 20)
    assert second.next_clock() == (ComplaintClock.ACKNOWLEDGE, at(0, 14))
    acknowledged = lifecycle.acknowledge(second, at(0, 11), at(1, 12))
    assert acknowledged.next_clock() == (ComplaintClock.PROGRESS, at(1, 20))
    answered = lifecycle.answer(acknowledged, UPHELD, PROMISED, at(1, 19))
    assert (answered.progress_at, ending(answered)) == (at(1, 19), ClockState.MET)


def test_a_miss_stays_whatever_is_told_afterwards() -> None:
    late = told(CASE, at(0, 19))
    assert (late.progress_due_at, late.progress_at) == (at(0, 18), at(0, 19))
    again = told(late, at(0, 20))
    assert again == late
    answered = lifecycle.answer(again, UPHELD, PROMISED, at(0, 21))
    assert ending(answered) is ClockState.MISSED
    reading = readings.readings(late, (), CALENDAR, at(1))[1]
    assert (reading.clock, reading.state) == (ComplaintClock.PROGRESS, ClockState.MISSED)
    assert reading.late_seconds == 3600


def test_one_told_in_time_and_recorded_afterwards_is_kept() -> None:
    recorded = told(CASE, at(0, 17), now=at(3))
    assert (recorded.progress_due_at, recorded.progress_at) == (at(1, 13), None)


def test_a_wait_holds_it_and_a_reply_in_the_wait_begins_it_anew() -> None:
    waiting = lifecycle.wait(CASE, at(0, 12))
    assert waiting.next_clock() == (ComplaintClock.ACKNOWLEDGE, at(0, 14))
    assert ComplaintClock.PROGRESS in waiting.still_to_be_kept(at(2))
    state = readings.readings(waiting, (), CALENDAR, at(2))[1].state
    assert state is ClockState.PAUSED
    resumed = lifecycle.resume(waiting, CALENDAR, at(0, 15))
    assert (resumed.progress_since, resumed.progress_due_at) == (at(0, 13), at(0, 21))
    inside = lifecycle.resume(told(waiting, at(0, 14)), CALENDAR, at(0, 15))
    assert inside.progress_due_at == at(1, 11)
    closed_shop = lifecycle.resume(lifecycle.wait(CASE, at(0, 18)), CALENDAR, at(0, 18))
    assert closed_shop.progress_due_at == at(0, 18)
    overnight = lifecycle.wait(replace(CASE, progress_due_at=at(0, 22)), at(0, 22))
    assert lifecycle.resume(overnight, CALENDAR, at(1, 9)).progress_due_at == at(1, 9)
    late_wait = lifecycle.wait(CASE, at(0, 19))
    assert lifecycle.resume(late_wait, CALENDAR, at(0, 20)).progress_due_at == at(0, 18)


def test_another_policy_or_severity_moves_only_what_is_still_to_be_kept() -> None:
    graver = lifecycle.assess(CASE, Severity.HIGH, PROMISED, at(0, 11))
    assert graver.progress_due_at == at(0, 14)
    assert lifecycle.assess(CASE, Severity.HIGH, PROMISED, at(0, 19)).progress_due_at == at(0, 18)
    none_promised = lifecycle.recompute(CASE, RULES, at(0, 11))
    assert (none_promised.progress_due_at, none_promised.progress_since) == (None, None)
    held = lifecycle.recompute(lifecycle.wait(CASE, at(0, 17)), rules(3, progress=1), at(1))
    assert held.progress_due_at == at(0, 17)


def test_without_a_promise_there_is_no_clock_and_it_may_still_be_recorded() -> None:
    plain = lifecycle.received(at(0), Severity.MEDIUM, RULES, at(0))
    assert progress.reply(plain, RULES, at(0, 11), at(0, 11)) == plain
    assert [each.clock for each in readings.readings(plain, (), CALENDAR, at(1))] == [
        ComplaintClock.ACKNOWLEDGE,
        ComplaintClock.RESOLVE,
    ]


@pytest.mark.parametrize(
    ("case", "when"),
    [
        (CASE, at(0, 9)),
        (CASE, at(5)),
        (told(CASE, at(0, 12)), at(0, 11)),
        (lifecycle.answer(CASE, UPHELD, PROMISED, at(0, 11)), at(0, 12)),
        (replace(CASE, state=State.CLOSED, closed_at=at(0, 11)), at(0, 12)),
        (replace(CASE, kind=FeedbackKind.ENQUIRY), at(0, 12)),
    ],
)
def test_a_progress_reply_has_its_time_and_its_case(case: Case, when: int) -> None:
    with pytest.raises(UserError):
        progress.reply(case, PROMISED, when, at(1))


def test_a_receipt_that_is_put_right_takes_the_first_deadline_along() -> None:
    around = redating.Surroundings(at(2))
    moved = redating.redated(CASE, {"received_at": at(0, 11)}, PROMISED, around)
    assert (moved.progress_since, moved.progress_due_at) == (at(0, 11), at(0, 19))
    later = told(CASE, at(0, 16))
    assert redating.redated(
        later, {"received_at": at(0, 11)}, PROMISED, around
    ).progress_due_at == (later.progress_due_at)
    answered = lifecycle.answer(CASE, UPHELD, PROMISED, at(0, 17))
    put_right = redating.redated(answered, {"resolved_at": at(0, 19)}, PROMISED, around)
    assert (put_right.progress_at, ending(put_right)) == (at(0, 19), ClockState.MISSED)


def test_closed_nobody_knows_when_only_what_had_passed_is_missed() -> None:
    closed = replace(CASE, state=State.CLOSED)
    before, after = (
        undated.closed_vaguely(closed, CASE, PROMISED.months, now) for now in (at(0, 12), at(1))
    )
    assert (before.progress_month, after.progress_month) == (None, 202610)
    reading = readings.readings(after, (), CALENDAR, at(9))[1]
    assert (reading.state, reading.late_seconds) == (ClockState.MISSED, 0)


def imported(case: Case, **news: int) -> Case:
    own = updates.own_clocks(news)
    return updates.updated(case, news, PROMISED, now=at(9), own=own)


def test_the_one_progress_reply_of_a_file_stops_the_clock() -> None:
    kept = imported(CASE, progress_at=at(0, 18))
    assert (kept.progress_at, ending(kept)) == (at(0, 18), ClockState.MET)
    theirs = imported(CASE, progress_due_at=at(0, 12), progress_at=at(0, 13))
    assert (theirs.progress_policy_version, ending(theirs)) == (0, ClockState.MISSED)
    both = imported(CASE, progress_at=at(0, 12), resolved_at=at(2))
    assert (both.progress_at, both.resolved_at) == (at(0, 12), at(2))


def test_an_answer_of_a_file_takes_the_end_of_the_progress_replies_along() -> None:
    answered = lifecycle.answer(CASE, UPHELD, PROMISED, at(0, 17))
    later = imported(answered, resolved_at=at(0, 19))
    assert (later.progress_at, ending(later)) == (at(0, 19), ClockState.MISSED)
    own = replace(answered, progress_at=at(0, 12))
    assert imported(own, resolved_at=at(0, 19)).progress_at == at(0, 12)


def test_undoing_an_import_leaves_no_answered_case_waiting_for_a_progress_reply() -> None:
    answered = lifecycle.answer(CASE, UPHELD, PROMISED, at(0, 17))
    left = replace(answered, progress_at=None)
    assert updates.put_right(left, answered, PROMISED).progress_at == at(0, 17)
