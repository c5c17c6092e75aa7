"""What happens to a case, in tables: facts in, facts out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.complaints import clocks, lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import (
    ClockState,
    ComplaintClock,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.field_groups.outcome import LARGEST_REMEDY
from csq_desktop.domain.criteria import CriteriaHistory
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, HOUR, RULES, at, policy, rules

UPHELD = Outcome(Finding.UPHELD, remedy_kind=RemedyKind.VOUCHER, remedy_cents=5_000)
CASE = lifecycle.received(at(0), Severity.MEDIUM, RULES, at(0))
"""Received as the shop opens: acknowledged by 14:00, resolved within two days of twelve hours."""


def answered(case: Case, now: int) -> Case:
    return lifecycle.answer(case, UPHELD, RULES, now)


def closed(case: Case, now: int) -> Case:
    return lifecycle.close(replace(case, finding=Finding.UPHELD), RULES, now)


def waited(case: Case, since: int, until: int) -> Case:
    return lifecycle.resume(lifecycle.wait(case, since), CALENDAR, until)


def ending(case: Case) -> ClockState:
    return clocks.ending(case.resolved_at, case.resolve_due_at)


def test_a_case_begins_with_both_clocks_running() -> None:
    assert (CASE.ack_due_at, CASE.resolve_due_at) == (at(0, 14), at(1, 22))
    assert (CASE.state, CASE.policy_version, lifecycle.ack_version(CASE)) == (State.RECEIVED, 1, 1)
    assert CASE.next_clock() == (ComplaintClock.ACKNOWLEDGE, at(0, 14))
    assert CASE.still_to_be_kept(CASE.received_at) == {
        ComplaintClock.ACKNOWLEDGE,
        ComplaintClock.RESOLVE,
    }


def test_nothing_is_received_in_the_future() -> None:
    lifecycle.received(at(0) + lifecycle.FUTURE_ALLOWED, Severity.LOW, RULES, at(0))
    with pytest.raises(UserError, match="in the future"):
        lifecycle.received(at(0) + lifecycle.FUTURE_ALLOWED + 1, Severity.LOW, RULES, at(0))


@pytest.mark.parametrize(
    ("state", "after"),
    [(State.RECEIVED, State.ACKNOWLEDGED), (State.INVESTIGATING, State.INVESTIGATING)],
)
def test_acknowledging_turns_no_state_back(state: State, after: State) -> None:
    case = lifecycle.acknowledge(replace(CASE, state=state), at(0, 12), at(0, 13))
    assert (case.state, case.acknowledged_at) == (after, at(0, 12))
    assert case.next_clock() == (ComplaintClock.RESOLVE, at(1, 22))


@pytest.mark.parametrize("moment", [at(0) - 1, at(0, 13) + lifecycle.FUTURE_ALLOWED + 1])
def test_an_acknowledgement_lies_between_receipt_and_now(moment: int) -> None:
    with pytest.raises(UserError, match="after receipt and not in the future"):
        lifecycle.acknowledge(CASE, moment, at(0, 13))


@pytest.mark.parametrize(
    ("act", "case", "sentence"),
    [
        (lambda case: lifecycle.acknowledge(case, at(1), at(1)),
         replace(CASE, acknowledged_at=at(0)), "already acknowledged"),
        (lambda case: lifecycle.wait(case, at(1)),
         replace(CASE, waiting_since=at(0)), "already waiting for the customer"),
        (lambda case: lifecycle.resume(case, CALENDAR, at(1)), CASE, "is not waiting"),
        (lambda case: lifecycle.close(case, RULES, at(1)), CASE, "Record the finding"),
        (lambda case: lifecycle.assess(case, Severity.LOW, RULES, at(1)),
         replace(CASE, state=State.ANSWERED), "cannot become"),
        (lifecycle.investigate, replace(CASE, closed_at=at(1)), "Reopen it first"),
        (lifecycle.investigate, replace(CASE, removed_at=at(1)), "Reopen it first"),
        (lifecycle.investigate, replace(CASE, state=State.CLOSED), "cannot be reopened"),
        (lambda case: lifecycle.decide(case, UPHELD), replace(CASE, closed_at=at(1)), "Reopen"),
        (lambda case: lifecycle.recompute(case, RULES, at(1)),
         replace(CASE, closed_at=at(1)), "Reopen it first"),
    ],
)  # fmt: skip
def test_what_a_case_does_not_allow_is_refused(
    act: Callable[[Case], Case], case: Case, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        act(case)


def test_investigating_is_a_state_of_its_own() -> None:
    assert lifecycle.investigate(CASE).state is State.INVESTIGATING


@pytest.mark.parametrize(
    ("now", "ack_due", "due"),
    [
        (at(0, 11), at(0, 12), at(0, 22)),  # both clocks are still to be kept
        (at(0, 14), at(0, 14), at(0, 22)),  # in its last second one is too, yet not before now
        (at(0, 15), at(0, 14), at(0, 22)),  # the acknowledgement was missed: that stays
        (at(3, 10), at(0, 14), at(1, 22)),  # both were missed
    ],
)
def test_another_severity_sets_the_deadlines_still_to_be_kept(
    now: int, ack_due: int, due: int
) -> None:
    case = lifecycle.assess(CASE, Severity.HIGH, RULES, now)
    assert (case.state, case.severity) == (State.ASSESSED, Severity.HIGH)
    assert (case.ack_due_at, case.resolve_due_at) == (ack_due, due)


def test_the_same_severity_leaves_the_deadlines() -> None:
    assert lifecycle.assess(CASE, Severity.MEDIUM, rules(9, ack=1), at(0)) == replace(
        CASE, state=State.ASSESSED
    )


def test_a_miss_once_made_stays_whatever_the_shop_promises_later() -> None:
    generous = rules(2, ack=400, resolve=2_400)
    late = lifecycle.recompute(CASE, generous, at(3))
    assert late == CASE
    assert ending(answered(late, at(3))) is ClockState.MISSED
    lower = lifecycle.assess(CASE, Severity.LOW, generous, at(3))
    assert (lower.ack_due_at, lower.resolve_due_at) == (CASE.ack_due_at, CASE.resolve_due_at)
    assert ending(closed(waited(lower, at(3), at(30)), at(30))) is ClockState.MISSED


def test_each_deadline_keeps_the_policy_that_set_it() -> None:
    kept = lifecycle.acknowledge(CASE, at(0, 11), at(0, 11))
    case = lifecycle.recompute(kept, rules(2, resolve=48), at(0, 12))
    assert (case.ack_due_at, lifecycle.ack_version(case)) == (at(0, 14), 1)
    assert (case.resolve_due_at, case.policy_version) == (at(3, 22), 2)
    only_ack = lifecycle.recompute(replace(CASE, resolve_due_at=None), rules(2), at(0, 12))
    assert (only_ack.policy_version, lifecycle.ack_version(only_ack)) == (1, 2)


def test_a_case_is_promised_what_was_in_force_on_the_day_of_its_receipt() -> None:
    older, newer = policy(1), policy(2, ack=1)
    tuesday = date(2026, 10, 6)
    versions = (Version(1, older.effective_from, older), Version(2, tuesday, newer))
    shop = replace(RULES, policies=Dated(versions))
    monday = lifecycle.received(at(0, 23.9), Severity.MEDIUM, shop, at(3))
    assert (monday.ack_due_at, lifecycle.ack_version(monday)) == (at(1, 14), 1)
    next_day = lifecycle.received(at(1, 0), Severity.MEDIUM, shop, at(3))
    assert (next_day.ack_due_at, next_day.policy_version) == (at(1, 11), 2)


def test_a_case_without_a_promise_is_promised_nothing() -> None:
    case = replace(CASE, ack_due_at=None, resolve_due_at=None)
    assert lifecycle.recompute(case, rules(2), at(0)) == case
    assert case.next_clock() == (None, None)


def test_an_answer_stops_both_clocks_and_keeps_an_earlier_acknowledgement() -> None:
    case = answered(CASE, at(0, 12))
    assert (case.acknowledged_at, case.resolved_at) == (at(0, 12), at(0, 12))
    assert (case.state, case.finding, case.remedy_cents) == (State.ANSWERED, Finding.UPHELD, 5_000)
    earlier = answered(lifecycle.acknowledge(CASE, at(0, 11), at(0, 11)), at(0, 12))
    assert earlier.acknowledged_at == at(0, 11)


def test_a_case_answered_twice_keeps_the_moment_of_the_first_answer() -> None:
    again = answered(lifecycle.investigate(answered(CASE, at(0, 12))), at(5))
    assert again.resolved_at == at(0, 12)


@pytest.mark.parametrize(
    ("outcome", "goodwill"),
    [
        (UPHELD, False),
        (Outcome(Finding.NOT_UPHELD, remedy_kind=RemedyKind.GOODWILL), True),
        (Outcome(Finding.UPHELD, remedy_kind=RemedyKind.REFUND, goodwill=True), True),
    ],
)
def test_goodwill_is_a_kind_of_remedy_or_said_of_one(outcome: Outcome, goodwill: bool) -> None:
    assert lifecycle.decide(CASE, outcome).goodwill is goodwill


@pytest.mark.parametrize("cents", [-1, LARGEST_REMEDY + 1])
def test_a_remedy_has_a_sensible_amount(cents: int) -> None:
    with pytest.raises(UserError, match="from HK"):
        lifecycle.decide(CASE, replace(UPHELD, remedy_cents=cents))


def test_closing_without_an_answer_resolves_the_case() -> None:
    case = closed(CASE, at(1, 12))
    assert (case.resolved_at, case.acknowledged_at, case.closed_at) == (at(1, 12),) * 3
    assert (case.state, case.closed_band, case.next_clock()) == (State.CLOSED, 1, (None, None))


def test_closing_does_not_move_the_answer_and_bands_by_the_limits_of_its_month() -> None:
    limits = ((date(2026, 1, 1), (3, 10)), (date(2026, 11, 1), (50, 90)))
    versions = tuple(Version(n, since, bands) for n, (since, bands) in enumerate(limits, 1))
    shop = replace(RULES, criteria=CriteriaHistory({"closed_bands": Dated(versions)}))
    case = lifecycle.close(answered(CASE, at(1)), shop, at(4))
    assert (case.resolved_at, case.closed_band) == (at(1), 2)
    assert lifecycle.close(answered(CASE, at(1)), shop, at(30)).closed_band == 1


def test_a_wait_moves_a_deadline_by_the_business_time_it_held() -> None:
    case = waited(CASE, at(1, 20), at(2, 11))
    assert (case.held_seconds, case.waiting_since) == (3 * HOUR, None)
    assert (case.resolve_promised_at, case.resolve_due_at) == (at(1, 22), at(2, 13))
    again = waited(case, at(2, 12), at(2, 13))
    assert (again.resolve_promised_at, again.resolve_due_at) == (at(1, 22), at(2, 14))
    assert again.held_seconds == 4 * HOUR


def test_a_clock_that_is_held_is_not_the_next_to_run_out() -> None:
    case = lifecycle.wait(CASE, at(0, 12))
    assert case.next_clock() == (ComplaintClock.ACKNOWLEDGE, at(0, 14))
    assert lifecycle.acknowledge(case, at(0, 13), at(0, 13)).next_clock() == (None, None)
    assert case.still_to_be_kept(at(9)) == {ComplaintClock.RESOLVE}


def test_a_wait_that_began_too_late_moves_nothing() -> None:
    case = waited(CASE, at(1, 22) + 1, at(9))
    assert case == CASE
    assert lifecycle.wait(CASE, at(2)).next_clock() == (ComplaintClock.ACKNOWLEDGE, at(0, 14))


@pytest.mark.parametrize("act", [answered, closed])
def test_a_wait_ends_with_the_answer_or_the_closing(act: Callable[[Case, int], Case]) -> None:
    case = act(lifecycle.wait(CASE, at(1)), at(20))
    assert ending(case) is ClockState.MET
    assert (case.held_seconds, case.waiting_since) == (19 * 12 * HOUR, None)


def test_a_wait_begun_in_the_last_second_holds_the_clock() -> None:
    assert ending(answered(lifecycle.wait(CASE, at(1, 22)), at(2, 12))) is ClockState.MET


def test_a_wait_that_ends_before_it_began_held_nothing() -> None:
    """A file may bring an answer from before somebody here began to wait."""
    case = lifecycle.stopped(lifecycle.wait(CASE, at(1)), at(0, 12), CALENDAR)
    assert (case.held_seconds, case.waiting_since, case.resolved_at) == (0, None, at(0, 12))


@pytest.mark.parametrize(
    "before", [replace(CASE, resolve_due_at=None), replace(CASE, resolved_at=at(0, 11))]
)
def test_a_clock_that_does_not_run_is_not_moved_by_a_wait(before: Case) -> None:
    case = waited(before, at(0, 12), at(1))
    assert (case.held_seconds, case.resolve_promised_at) == (0, None)
    assert case.resolve_due_at == before.resolve_due_at


def test_held_time_counts_again_when_deadlines_are_set_anew() -> None:
    case = lifecycle.recompute(waited(CASE, at(0, 12), at(0, 15)), RULES, at(0, 16))
    assert (case.resolve_promised_at, case.resolve_due_at) == (at(1, 22), at(2, 13))


def test_a_reopened_case_counts_from_its_reopening() -> None:
    case = replace(CASE, reopened_at=at(5), reopened_count=1, resolve_due_at=at(9))
    assert lifecycle.recompute(case, RULES, at(5, 12)).resolve_due_at == at(6, 22)


def test_leaving_out_and_withdrawing_change_nothing_else() -> None:
    excluded = lifecycle.exclude(CASE, " Typhoon ")
    assert excluded == replace(CASE, excluded_reason="Typhoon")
    assert lifecycle.exclude(excluded, "") == CASE
    withdrawn = lifecycle.withdraw(CASE, at(1))
    assert withdrawn == replace(CASE, removed_at=at(1))
    assert lifecycle.restore(withdrawn) == CASE


def test_an_old_row_that_names_one_policy_means_it_for_both_deadlines() -> None:
    old = replace(CASE, ack_policy_version=None, policy_version=3)
    assert lifecycle.ack_version(old) == 3
