"""After any life of a shop the kept sums are those that the rules of a case come to.

So are the queries that tell late cases, and the queues of them: they judge in SQL, case by case.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.facts import (
    ClockReading,
    ClockState,
    ComplaintClock,
    ComplaintQueue,
    State,
)
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.domain.complaints.readings import readings
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.services.complaints import case_rows, views
from csq_desktop.storage.records.complaints.open_cases import open_cases
from csq_desktop.storage.records.figures import figures
from csq_desktop.storage.records.pledges import months as pledge_months
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.exploring import examples
from tests.random_shop import Facts, Step, facts_of_all, founded, steps, working
from tests.storage.rollups.misses import Misses
from tests.storage.rollups.recounts import check_sums

Q = ComplaintQueue
OVERDUE = {ClockState.OVERDUE}
BROKEN = {ClockState.OVERDUE, ClockState.MISSED}
OFTEN = 4
"""All is compared after every fourth step, the misses after each."""
LEFT_OUT = {ClockState.EXCLUDED}
LOGGED = Step("log", 0, 0, 22)
"""Received now, of medium severity."""
WEEKS = 4 * [Step("count", 160, 0, 0)]


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("founded"))


@example(history=[LOGGED, Step("wait", 1, 0, 0), *WEEKS])  # a clock held past its deadline
@example(history=[LOGGED, Step("wait", 1, 0, 0), Step("leave out", 1, 0, 0), *WEEKS])  # both
@example(history=[LOGGED, *WEEKS, Step("assess", 1, 0, 24)])  # critical once all is missed
@examples(3, 300)
@given(history=steps(40))
def test_sums_and_late_cases_are_what_the_rules_say_and_a_miss_stays(
    beginning: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    with working(beginning, tmp_path_factory.mktemp("shop")) as shop:
        misses, number = Misses(shop), count(1)

        def follow(session: Session, step: Step) -> None:
            misses.follow(session, step)
            if next(number) % OFTEN == 0:
                check(session)

        shop.live(history, follow)
        with shop.store.reading() as session:
            check(session)


def check(session: Session) -> None:
    session.flush()
    facts = facts_of_all(session)
    check_sums(session)
    check_cases(facts)
    check_columns(session, facts)
    check_late_cases(session, facts)
    check_queues(session, facts)


def check_cases(facts: dict[int, Facts]) -> None:
    """What an answer and a closing bring with them, whatever was undone since."""
    for complaint in facts.values():
        case = complaint.case
        assert (case.state is State.CLOSED) == case.is_over, case
        assert (case.closed_band is None) == (not case.is_over), case
        assert case.has_vague_closing or not case.is_closed_undated, case
        assert not case.is_closed_undated or case.waiting_since is None, case
        assert case.closed_at is None or case.waiting_since is None, case
        dated = case.closed_at is not None and not case.has_vague_closing
        assert not dated or case.resolved_at is not None, case
        assert case.resolved_at is None or case.acknowledged_at is not None, case


def check_columns(session: Session, facts: dict[int, Facts]) -> None:
    """What stands in a row beside its facts follows from them."""
    months = case_rows.rules(session).months
    for row in session.scalars(select(ComplaintRow)):
        case = facts[row.id].case
        months_due = (row.ack_month, row.progress_month, row.resolve_month)
        stored = (row.received_month, *months_due, row.closed_month, row.feedback_month)
        assert tuple(month and month.code for month in stored) == case.counted_in(months)
        clock, due = case.next_clock()
        assert (row.next_clock, row.next_due_at) == (clock, due and as_datetime(due))


class Read(NamedTuple):
    """How a clock stands by the rules."""

    ref: str
    clock: ComplaintClock
    state: ClockState
    month: Month
    stopped: bool

    @property
    def is_late(self) -> bool:
        """Whether it passed its deadline unanswered, be it of a case closed nobody knows when."""
        return self.state is ClockState.OVERDUE or (
            self.state is ClockState.MISSED and not self.stopped
        )


def check_late_cases(session: Session, facts: dict[int, Facts]) -> None:
    rules, now = case_rows.rules(session), case_rows.now(session)
    read, moment = list(_read(rules, facts, now)), as_datetime(now)
    months = sorted({line.month for line in read})
    for clock in ComplaintClock:
        late = Counter(line.month for line in read if line.clock is clock and line.is_late)
        assert figures.running_late(session, clock, months, moment) == late
        for month in months:
            broken = pledge_months.broken_cases(session, clock, month, moment)
            assert sorted(line.ref for line in broken) == _refs(read, clock, month, BROKEN)
            left_out = pledge_months.left_out_cases(session, clock, month)
            assert sorted(line.ref for line in left_out) == _refs(read, clock, month, LEFT_OUT)
    there = open_cases(session, Month.of(rules.calendar.day_of(moment)))
    late_ones = {line.ref for line in there if line.standing(moment) is Standing.LATE}
    assert late_ones == {line.ref for line in read if line.state is ClockState.OVERDUE}


def _read(rules: ShopRules, facts: dict[int, Facts], now: int) -> Iterator[Read]:
    for complaint in facts.values():
        if complaint.case.removed_at is None:
            for reading in readings(complaint.case, complaint.rounds, rules.calendar, now):
                if reading.due_at is not None and not _counts_nowhere(complaint.case, reading):
                    month = Month.of(rules.calendar.day_of(reading.due_at))
                    yield Read(
                        complaint.ref,
                        reading.clock,
                        reading.state,
                        month,
                        reading.done_at is not None,
                    )


def _counts_nowhere(case: Case, reading: ClockReading) -> bool:
    """Whether a wait holds the clock: left out or not, no month has it before the wait ends."""
    if reading.clock is ComplaintClock.PROGRESS:
        return case.progress_held and case.progress_at is None
    held = case.held and case.resolved_at is None and reading.clock is ComplaintClock.RESOLVE
    return held and as_datetime(case.resolve_due_at or 0) == reading.due_at


def _refs(
    read: list[Read], clock: ComplaintClock, month: Month, states: set[ClockState]
) -> list[str]:
    return sorted(
        line.ref
        for line in read
        if (line.clock, line.month) == (clock, month) and line.state in states
    )


def check_queues(session: Session, facts: dict[int, Facts]) -> None:
    """A case left out of the counts is worked like any other: the queues hold it, too."""
    now = case_rows.now(session)
    counted = [complaint.case for complaint in facts.values() if complaint.case.removed_at is None]
    still_open = [case for case in counted if not case.is_over]
    due = [moment for case in still_open if (moment := case.next_clock()[1]) is not None]
    shown = views.counts(session)
    assert shown[Q.OPEN] == len(still_open)
    assert shown[Q.OVERDUE] == sum(moment < now for moment in due)
    assert shown[Q.WAITING] == sum(case.waiting_since is not None for case in still_open)
