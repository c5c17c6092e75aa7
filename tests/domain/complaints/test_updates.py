"""What a file changes of a case, and what undoing puts back: the rules of live work, once more."""

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.complaints import clocks, lifecycle, redating, rounds, updates
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment
from csq_desktop.domain.complaints.facts import (
    ClockState,
    ComplaintClock,
    Finding,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.lifecycle import ALL_CLOCKS
from tests.domain.complaints.shop_case import CALENDAR, HOUR, RULES, at, rules
from tests.domain.complaints.test_lifecycle import CASE, UPHELD

NOW = at(60)


def updated(case: Case, own: Collection[ComplaintClock] = ALL_CLOCKS, **news: Any) -> Case:
    return updates.updated(case, news, RULES, now=NOW, own=own)


def ending(case: Case) -> ClockState:
    return clocks.ending(case.resolved_at, case.resolve_due_at)


@pytest.mark.parametrize(
    ("columns", "own"),
    [
        ((), ALL_CLOCKS),
        (("ack_due_at",), {ComplaintClock.PROGRESS, ComplaintClock.RESOLVE}),
        (("progress_due_at",), {ComplaintClock.ACKNOWLEDGE, ComplaintClock.RESOLVE}),
        (("resolve_due_at",), set()),
        (("ack_due_at", "resolve_due_at"), set()),
    ],
)
def test_a_file_leaves_to_the_shop_what_it_has_no_column_for(
    columns: tuple[str, ...], own: Collection[ComplaintClock]
) -> None:
    assert updates.own_clocks(columns) == own


def test_an_answer_out_of_a_file_ends_a_wait_as_a_live_one_does() -> None:
    waiting = lifecycle.wait(CASE, at(1))
    live = lifecycle.answer(waiting, UPHELD, RULES, at(30))
    file = updated(
        waiting,
        resolved_at=at(30),
        finding=UPHELD.finding,
        remedy_kind=UPHELD.remedy_kind,
        remedy_cents=UPHELD.remedy_cents,
    )
    assert file == live
    assert ending(file) is ClockState.MET


def test_an_answer_from_before_the_wait_was_not_held() -> None:
    case = updated(lifecycle.wait(CASE, at(1)), resolved_at=at(0, 15))
    assert (case.waiting_since, case.held_seconds, ending(case)) == (None, 0, ClockState.MET)


def test_a_closing_out_of_a_file_ends_a_wait_begun_after_the_answer() -> None:
    waiting = lifecycle.wait(lifecycle.answer(CASE, UPHELD, RULES, at(1)), at(2))
    assert updated(waiting, closed_at=at(5)) == lifecycle.close(waiting, RULES, at(5))


def test_a_closing_without_an_answer_stops_the_clock_and_a_later_one_moves_it() -> None:
    closed = updated(CASE, closed_at=at(1))
    assert (closed.state, closed.resolved_at, closed.acknowledged_at) == (
        State.CLOSED, at(1), at(1),
    )  # fmt: skip
    assert closed.closed_band == 1
    moved = updated(closed, closed_at=at(5))
    assert (moved.resolved_at, moved.closed_at, moved.closed_band) == (at(5), at(5), 2)
    answered = updated(updated(CASE, resolved_at=at(1)), closed_at=at(5))
    assert (answered.resolved_at, answered.closed_at) == (at(1), at(5))
    corrected = updated(answered, resolved_at=at(2))
    assert (corrected.resolved_at, corrected.closed_at) == (at(2), at(5))


def answered_then_waiting() -> Case:
    return lifecycle.wait(lifecycle.answer(CASE, UPHELD, RULES, at(1)), at(1, 12))


def test_an_answer_moved_past_the_begin_of_a_wait_ends_it_as_if_it_had_been_the_first() -> None:
    waiting = answered_then_waiting()
    moved = updated(waiting, resolved_at=at(2), acknowledged_at=at(1))
    live = lifecycle.answer(
        lifecycle.wait(lifecycle.acknowledge(CASE, at(1), at(1)), at(1, 12)), UPHELD, RULES, at(2)
    )
    assert moved == live
    earlier = updated(waiting, resolved_at=at(1, 11))
    assert (earlier.waiting_since, earlier.resolve_due_at) == (at(1, 12), CASE.resolve_due_at)


@pytest.mark.parametrize(
    ("news", "state"),
    [
        ({"state": State.INVESTIGATING}, State.INVESTIGATING),
        ({"state": State.CLOSED}, State.CLOSED),
        ({"acknowledged_at": at(0, 12)}, State.ACKNOWLEDGED),
        ({"state": State.ASSESSED, "resolved_at": at(1)}, State.ANSWERED),
        ({"resolved_at": at(1), "closed_at": at(2)}, State.CLOSED),
    ],
)
def test_the_state_follows_from_the_moments(news: dict[str, Any], state: State) -> None:
    assert updated(CASE, **news).state is state


def test_a_case_looked_into_again_after_its_answer_stays_so() -> None:
    again = lifecycle.investigate(lifecycle.answer(CASE, UPHELD, RULES, at(1)))
    assert updated(again, excluded_reason="Typhoon").state is State.INVESTIGATING


@pytest.mark.parametrize(
    ("news", "ack_due", "due"),
    [
        ({}, at(0, 14), at(1, 22)),  # by now both are missed
        ({"acknowledged_at": at(0, 11)}, at(0, 18), at(1, 22)),
        ({"acknowledged_at": at(0, 11), "resolved_at": at(1)}, at(0, 18), at(3, 22)),
        ({"closed_at": at(1)}, at(0, 14), at(3, 22)),
        ({"resolved_at": at(9)}, at(0, 14), at(1, 22)),
    ],
)
def test_another_severity_sets_the_deadlines_that_were_still_to_be_kept(
    news: dict[str, Any], ack_due: int, due: int
) -> None:
    case = updated(CASE, severity=Severity.LOW, **news)
    assert (case.ack_due_at, case.resolve_due_at) == (ack_due, due)
    assert updated(CASE, own=(), severity=Severity.LOW, **news).resolve_due_at == at(1, 22)


def test_a_receipt_put_right_moves_the_band_and_what_was_still_to_be_kept() -> None:
    case = updated(CASE, received_at=at(-1), resolved_at=at(0, 11), closed_at=at(3))
    assert (case.ack_due_at, case.resolve_due_at, case.closed_band) == (at(-1, 14), at(0, 22), 2)


def test_a_deadline_out_of_a_file_is_the_promise_and_waits_come_on_top() -> None:
    waited = lifecycle.resume(lifecycle.wait(CASE, at(0, 12)), CALENDAR, at(0, 15))
    case = updated(waited, ack_due_at=at(0, 20), resolve_due_at=at(4, 12))
    assert (case.resolve_promised_at, case.resolve_due_at) == (at(4, 12), at(4, 15))
    assert (case.ack_due_at, case.policy_version, lifecycle.ack_version(case)) == (at(0, 20), 0, 0)
    assert updated(CASE, resolve_due_at=at(4)).resolve_promised_at is None


def test_goodwill_follows_the_kind_of_remedy() -> None:
    case = updated(CASE, remedy_kind=RemedyKind.GOODWILL, remedy_cents=100)
    assert (case.goodwill, case.remedy_cents) == (True, 100)
    assert not updated(case, remedy_kind=RemedyKind.REFUND).goodwill
    assert updated(case, finding=Finding.UPHELD).goodwill


def test_what_a_file_tells_of_an_earlier_round_changes_nothing() -> None:
    closed = lifecycle.close(lifecycle.answer(CASE, UPHELD, RULES, at(1)), RULES, at(2))
    fresh, _ = rounds.reopen(closed, RULES, at(10))
    assert updated(fresh, resolved_at=at(3), closed_at=at(3)) == fresh
    assert updated(fresh, resolved_at=at(10), closed_at=at(11)).state is State.CLOSED


def test_the_day_of_the_reopening_without_a_time_closes_nothing() -> None:
    closed = lifecycle.close(lifecycle.answer(CASE, UPHELD, RULES, at(1)), RULES, at(2))
    fresh, _ = rounds.reopen(closed, RULES, at(2, 15))
    assert updated(fresh, closed_at=at(3, 0) - 1) == fresh
    assert updated(fresh, closed_at=at(2, 16)).state is State.CLOSED
    assert updated(fresh, closed_at=at(4, 0) - 1).state is State.CLOSED


@pytest.mark.parametrize("corrected", [at(0, 12), at(2)])
def test_an_acknowledgement_that_followed_from_an_answer_follows_its_correction(
    corrected: int,
) -> None:
    answered = updated(CASE, resolved_at=at(1))
    assert updated(answered, resolved_at=corrected) == updated(CASE, resolved_at=corrected)
    closed = updated(CASE, closed_at=at(1))
    assert updated(closed, closed_at=corrected) == updated(CASE, closed_at=corrected)
    told = updated(CASE, acknowledged_at=at(0, 11), resolved_at=at(1))
    assert updated(told, resolved_at=corrected).acknowledged_at == at(0, 11)
    both = updated(CASE, acknowledged_at=at(1), resolved_at=at(1))
    again = updated(both, acknowledged_at=at(1), resolved_at=corrected)
    assert again.acknowledged_at == at(1)


def test_what_does_not_change_is_not_judged_anew() -> None:
    closed = updated(CASE, closed_at=at(5))
    wider = rules(2, bands=(30, 60))
    same = updates.updated(closed, {"excluded_reason": "x"}, wider, now=NOW, own=ALL_CLOCKS)
    assert same.closed_band == 2
    later = updates.updated(closed, {"closed_at": at(6)}, wider, now=NOW, own=ALL_CLOCKS)
    assert later.closed_band == 1


@pytest.mark.parametrize(
    ("file_state", "moments", "before", "state"),
    [
        (State.RECEIVED, (None, None, None), False, State.RECEIVED),
        (State.RECEIVED, (1, None, None), False, State.ACKNOWLEDGED),
        (State.ASSESSED, (1, None, None), False, State.ASSESSED),
        (State.INVESTIGATING, (1, 1, None), False, State.ANSWERED),
        (State.INVESTIGATING, (1, 1, None), True, State.INVESTIGATING),
        (State.REOPENED, (1, 1, None), True, State.ANSWERED),
        (State.REOPENED, (1, 1, 1), True, State.CLOSED),
    ],
)
def test_a_state_is_what_moments_say_and_else_its_own(
    file_state: State, moments: tuple[Moment, Moment, Moment], before: bool, state: State
) -> None:
    assert updates.state_of(file_state, *moments, answered_before=before) is state


def undone(now: Case, before: Case, after: Case) -> tuple[Case, bool]:
    """The case once an import that made `after` of `before` was undone."""
    old, new = asdict(before), asdict(after)
    changed = [name for name in old if old[name] != new[name]]
    was, became = ({name: facts[name] for name in changed} for facts in (old, new))
    facts, edited = updates.put_back(asdict(now), was, became)
    return updates.put_right(Case(**facts), now, RULES), edited


@pytest.mark.parametrize(
    "news",
    [
        {"resolved_at": at(30)},
        {"closed_at": at(30), "finding": Finding.UPHELD},
        {"resolve_due_at": at(5), "resolved_at": at(3)},
        {"severity": Severity.LOW, "acknowledged_at": at(0, 12), "received_at": at(-1)},
    ],
)
def test_undoing_puts_back_all_that_an_import_changed(news: dict[str, Any]) -> None:
    for case in (CASE, lifecycle.wait(CASE, at(1))):
        after = updated(case, **news)
        assert undone(after, case, after) == (case, False)


def test_undoing_leaves_a_round_begun_since_as_it_is() -> None:
    waiting = lifecycle.wait(CASE, at(1))
    after = updated(waiting, closed_at=at(30), finding=Finding.UPHELD)
    fresh, _ = rounds.reopen(after, RULES, at(31))
    case, edited = undone(fresh, waiting, after)
    assert edited
    assert (case.waiting_since, case.held_seconds, case.resolved_at) == (None, 0, None)
    assert case.acknowledged_at == at(30)  # the answer of the earlier round was one
    assert (case.state, case.resolve_due_at) == (State.REOPENED, fresh.resolve_due_at)


def test_undoing_a_closing_brings_no_wait_into_a_round_begun_since() -> None:
    waiting = answered_then_waiting()
    after = updated(waiting, closed_at=at(30))
    fresh, _ = rounds.reopen(after, RULES, at(31))
    for now in (fresh, lifecycle.answer(fresh, UPHELD, RULES, at(32))):
        assert undone(now, waiting, after) == (now, True)


def test_a_case_closed_since_does_not_wait_again_when_its_answer_is_moved_back() -> None:
    waiting = answered_then_waiting()
    after = updated(waiting, resolved_at=at(2))
    case, edited = undone(lifecycle.close(after, RULES, at(3)), waiting, after)
    assert edited is False
    assert (case.resolved_at, case.waiting_since, case.closed_at) == (at(1), None, at(3))


def test_undoing_takes_an_acknowledgement_back_though_a_deadline_moved_since() -> None:
    after = updated(CASE, acknowledged_at=at(0, 11), resolve_due_at=at(4))
    moved = lifecycle.resume(lifecycle.wait(after, at(1)), CALENDAR, at(2))
    case, edited = undone(moved, CASE, after)
    assert edited
    assert (case.acknowledged_at, case.resolve_due_at) == (None, moved.resolve_due_at)


def test_undoing_the_answer_of_a_case_closed_since_resolves_it_by_the_closing() -> None:
    waiting = lifecycle.wait(CASE, at(1))
    after = updated(waiting, resolved_at=at(30), finding=Finding.UPHELD)
    case, edited = undone(lifecycle.close(after, RULES, at(32)), waiting, after)
    assert edited
    assert (case.state, case.resolved_at, case.waiting_since) == (State.CLOSED, at(32), None)
    assert case.held_seconds == 31 * 12 * HOUR
    assert ending(case) is ClockState.MET


def test_undoing_an_acknowledgement_of_a_case_answered_since_leaves_the_answers() -> None:
    after = updated(CASE, acknowledged_at=at(0, 11))
    answered = lifecycle.answer(after, UPHELD, RULES, at(1))
    case, _ = undone(answered, CASE, after)
    assert (case.acknowledged_at, case.state) == (at(1), State.ANSWERED)


def test_putting_back_names_that_were_edited_keeps_the_edit() -> None:
    facts, edited = updates.put_back({"words": "c", "product": "b"}, {"words": "a"}, {"words": "b"})
    assert (facts, edited) == ({"words": "c", "product": "b"}, True)


REFUND = {"remedy_kind": RemedyKind.REFUND, "remedy_cents": 10_000}
GESTURE = {"remedy_kind": RemedyKind.GOODWILL, "remedy_cents": 5_000}
VOUCHER = {"remedy_kind": RemedyKind.VOUCHER, "remedy_cents": 5_000}


@pytest.mark.parametrize(
    ("before", "after", "now"),
    [
        (
            {"owner_id": 1, "owner_text": "Mrs Au"},
            {"owner_id": 2, "owner_text": ""},
            {"owner_id": 3, "owner_text": ""},
        ),
        (
            {"finding": None, **REFUND, "goodwill": False},
            {"finding": Finding.UPHELD, **GESTURE, "goodwill": True},
            {"finding": Finding.UPHELD, **VOUCHER, "goodwill": False},
        ),
        (
            {"finding": None, "cause": "", "finding_note": ""},
            {"finding": Finding.UPHELD, "cause": "training", "finding_note": "New to the till"},
            {"finding": Finding.PARTLY, "cause": "training", "finding_note": "New to the till"},
        ),
        (
            {"missed": 5, "over_maximum": 4, "excluded": 3, "reason": "Fire drill"},
            {"missed": 8, "over_maximum": 1, "excluded": 2, "reason": "Typhoon"},
            {"missed": 2, "over_maximum": 1, "excluded": 2, "reason": "Flood"},
        ),
    ],
)
def test_what_is_entered_as_a_whole_is_put_back_as_a_whole_or_not_at_all(
    before: dict[str, Any], after: dict[str, Any], now: dict[str, Any]
) -> None:
    """Somebody gave the case to another, decided or counted anew, after a file was taken in."""
    assert updates.put_back(after, before, after) == (before, False)
    assert updates.put_back(now, before, after) == (now, True)


def test_a_receipt_is_not_put_back_behind_what_was_entered_since() -> None:
    after = updated(CASE, received_at=at(-20))
    early = lifecycle.acknowledge(after, at(-19), at(1))
    case, edited = undone(early, CASE, after)
    assert (edited, case.received_at, case.acknowledged_at) == (True, at(-20), at(-19))
    late = lifecycle.acknowledge(after, at(1), at(1))
    assert undone(late, CASE, after)[0].received_at == CASE.received_at


def test_an_answer_is_not_put_back_before_a_receipt_that_was_put_right_since() -> None:
    answered = lifecycle.answer(lifecycle.acknowledge(CASE, at(0, 12), at(1)), UPHELD, RULES, at(1))
    after = updated(answered, resolved_at=at(9))
    typed = {"received_at": at(4), "acknowledged_at": at(5)}
    right = redating.redated(after, typed, RULES, redating.Surroundings(at(10)))
    case, edited = undone(right, answered, after)
    assert edited
    assert case == right


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([None, 1]), st.integers(0, 40))
def test_a_closing_nobody_knows_the_date_of_changes_no_ended_month(
    ack_due: int, due: int, acknowledged: int | None, now: int
) -> None:
    months = RULES.months
    case = replace(
        CASE,
        ack_due_at=at(ack_due),
        progress_due_at=at(due),
        resolve_due_at=at(due),
        acknowledged_at=None if acknowledged is None else at(acknowledged),
    )
    closed = updates.updated(case, {"state": State.CLOSED}, RULES, now=at(now), own=ALL_CLOCKS)
    before, after = case.counted_in(months), closed.counted_in(months)
    assert before[0] == after[0]
    assert after[4] == months.of(at(now))
    for clock, moment in ((1, at(ack_due)), (2, at(due)), (3, at(due))):
        stopped = clock == 1 and acknowledged is not None
        assert after[clock] == (before[clock] if stopped or moment < at(now) else None)
    again = updates.updated(closed, {"remedy_cents": 5}, RULES, now=at(now + 90), own=ALL_CLOCKS)
    assert again.counted_in(months) == after


def test_what_a_rule_dated_has_no_date_once_the_file_says_more() -> None:
    dated = replace(CASE, state=State.CLOSED, closed_at=at(7), closed_band=0, closed_month=202610)
    later = updated(dated, received_at=at(40))
    assert (later.closed_at, later.closed_month) == (None, 202611)
    answered = updated(dated, resolved_at=at(2))
    assert (answered.closed_at, answered.resolved_at) == (None, at(2))
    assert answered.resolve_month == 202610
    real = updated(dated, closed_at=at(7))
    assert (real.closed_band, real.resolved_at) == (2, at(7))
