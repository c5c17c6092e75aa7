"""No act on a case makes, moves or mends anything that lies before it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.complaints import clocks, lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock, Finding, Outcome, Severity
from csq_desktop.domain.complaints.maximum import LateCase, passes_at
from csq_desktop.domain.complaints.rounds import reopen
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import CALENDAR, HOUR, RULES, at, rules

CASE = lifecycle.received(at(0), Severity.MEDIUM, RULES, at(0))
STRICT = rules(2, ack=1, resolve=2)
Act = Callable[[Case, int], Case]
ACTS: dict[str, Act] = {
    "acknowledge": lambda case, now: lifecycle.acknowledge(case, now, now),
    "critical": lambda case, now: lifecycle.assess(case, Severity.CRITICAL, RULES, now),
    "low": lambda case, now: lifecycle.assess(case, Severity.LOW, RULES, now),
    "investigate": lambda case, now: lifecycle.investigate(case),
    "answer": lambda case, now: lifecycle.answer(case, Outcome(Finding.UPHELD), RULES, now),
    "close": lambda case, now: lifecycle.close(case, RULES, now),
    "wait": lifecycle.wait,
    "resume": lambda case, now: lifecycle.resume(case, CALENDAR, now),
    "strict": lambda case, now: lifecycle.recompute(case, STRICT, now),
    "generous": lambda case, now: lifecycle.recompute(case, rules(3, ack=9, resolve=90), now),
    "reopen": lambda case, now: reopen(case, RULES, now)[0],
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([0, 1, HOUR, 5 * HOUR, 13 * HOUR])),
    max_size=14,
)


def misses(case: Case, moment: int) -> set[tuple[ComplaintClock, int]]:
    """The deadlines that lie before a moment and were not kept by then, with the clock."""
    found = set()
    for clock, due, done, held in (
        (ComplaintClock.ACKNOWLEDGE, case.ack_due_at, case.acknowledged_at, False),
        (ComplaintClock.RESOLVE, case.resolve_due_at, case.resolved_at, case.held),
    ):
        until = moment if done is None else min(done, moment)
        if due is not None and clocks.has_run_out(due, until, held=held and done is None):
            found.add((clock, due))
    return found


@given(STEPS)
def test_what_was_missed_before_an_act_is_the_same_after_it(steps: list[tuple[str, int]]) -> None:
    case, now = CASE, at(0)
    for name, later in steps:
        now += later
        try:
            after = ACTS[name](case, now)
        except UserError:
            continue
        if name != "reopen":  # the round that is over keeps its miss by itself
            assert misses(after, now) == misses(case, now), name
        case = after


def test_a_shorter_policy_sets_no_deadline_in_the_past() -> None:
    case = lifecycle.recompute(CASE, STRICT, at(0, 13))
    assert (case.ack_due_at, case.resolve_due_at) == (at(0, 13), at(0, 13))
    assert case.still_to_be_kept(at(0, 13)) == {ComplaintClock.ACKNOWLEDGE, ComplaintClock.RESOLVE}
    assert case.still_to_be_kept(at(0, 13) + 1) == frozenset()


def test_a_clock_that_is_held_is_due_from_where_it_stands_still() -> None:
    case = lifecycle.recompute(lifecycle.wait(CASE, at(1)), STRICT, at(20))
    assert (case.resolve_due_at, case.held) == (at(1), True)
    over = lifecycle.resume(case, CALENDAR, at(30, 12))
    assert over.resolve_due_at == at(30, 12)


@pytest.mark.parametrize(("end", "held"), [(at(1, 23), 0), (at(2, 9), 0), (at(2, 11), HOUR)])
def test_a_deadline_never_falls_before_the_end_of_the_wait_that_held_it(
    end: int, held: int
) -> None:
    """Due as the shop closes, and waiting since then: nothing is open until the next morning."""
    case = lifecycle.resume(lifecycle.wait(CASE, at(1, 22)), CALENDAR, end)
    assert (case.resolve_due_at, case.held_seconds, case.waiting_since) == (end, held, None)
    assert case.resolve_promised_at == at(1, 22)


def test_a_wait_that_ends_as_it_begins_moves_nothing() -> None:
    assert lifecycle.resume(lifecycle.wait(CASE, at(1, 22)), CALENDAR, at(1, 22)) == CASE


def late(due: int, done: int | None = None, *, held: int = 0, since: int | None = None) -> LateCase:
    """A case received at the first moment."""
    moments = (None if moment is None else as_datetime(moment) for moment in (done, since))
    done_at, waiting_since = moments
    return LateCase(as_datetime(at(0)), as_datetime(due), done_at, held, waiting_since)


LONGEST = 48 * HOUR


@pytest.mark.parametrize(
    ("case", "passes"),
    [
        (late(at(1, 22)), at(3, 22)),
        (late(at(1, 22), held=HOUR), at(4, 11)),
        (late(at(1, 22), since=at(1, 22)), None),  # the clock itself is held
        (late(at(1, 22), since=at(2)), at(3, 22)),
        (late(at(1, 22), at(3, 22)), None),
        (late(at(1, 22), at(3, 22) + 1), at(3, 22)),
        (late(at(1, 22), at(1, 23)), None),
        (late(at(5)), at(5)),
    ],
)
def test_a_case_passes_the_longest_time_as_its_clock_ran(
    case: LateCase, passes: int | None
) -> None:
    expected = None if passes is None else as_datetime(passes)
    assert passes_at(case, LONGEST, CALENDAR) == expected


@given(st.integers(1, 60 * 24), st.integers(0, 60 * 24 * 5))
def test_ending_a_wait_never_moves_what_has_passed(since: int, minutes: int) -> None:
    """While a case waits, and once it does not, it has passed the same at the wait's end."""
    began, ends = at(0) + since * 300, at(0) + since * 300 + minutes * 60
    waiting = lifecycle.wait(CASE, began)
    resumed = lifecycle.resume(waiting, CALENDAR, ends)
    assert _passed(waiting, ends) == _passed(resumed, ends)


def _passed(case: Case, moment: int) -> int | None:
    assert case.resolve_due_at is not None
    open_case = late(case.resolve_due_at, held=case.held_seconds, since=case.waiting_since)
    passes = passes_at(open_case, LONGEST, CALENDAR)
    return None if passes is None or passes >= as_datetime(moment) else int(passes.timestamp())
