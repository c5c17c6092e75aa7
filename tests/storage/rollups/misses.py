"""A miss once made stays, whatever is done to the case afterwards."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.clocks import Moment, has_run_out
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.complaints.lifecycle import ack_version
from csq_desktop.services.complaints import case_rows
from tests.random_shop import Facts, RandomShop, Step, TakenFile, facts_of_all

DUE_COLUMNS = {ComplaintClock.ACKNOWLEDGE: "ack_due_at", ComplaintClock.RESOLVE: "resolve_due_at"}
ENTERS_MOMENTS = {"acknowledge", "file", "undo"}
"""What was done in time may be entered late: that is a fact, no new judgement."""


class ClockKey(NamedTuple):
    """A clock of a complaint, in the round it runs in."""

    case: int
    clock: ComplaintClock
    round: int


class Deadline(NamedTuple):
    """A deadline, the version of the policy that set it, and what became of it."""

    due_at: Moment
    version: int | None
    done_at: Moment
    held: bool

    def is_missed(self, now: int) -> bool:
        """Whether it was missed, or has run out by now."""
        return has_run_out(
            self.due_at, now if self.done_at is None else self.done_at, held=self.held
        )


class Misses:
    """Follows a shop step by step, and fails as soon as a miss is not what it was.

    A file that brings deadlines may move those, and undoing it moves them back; nothing else may.
    """

    def __init__(self, shop: RandomShop) -> None:
        self._shop = shop
        self._there: dict[ClockKey, Deadline] = {}
        self._missed: dict[ClockKey, Deadline] = {}
        self._before: dict[int, dict[ClockKey, Deadline]] = {}

    def follow(self, session: Session, step: Step) -> None:
        """Compare the misses after a step with those before it."""
        facts, now = facts_of_all(session, self._shop.touched), case_rows.now(session)
        for case, complaint in facts.items():
            self._there |= dict(_deadlines(case, complaint))
        file = self._shop.last_file if step.act in ("file", "undo") else None
        if file is not None and step.act == "file":
            self._before[file.batch] = self._missed
        for key, before in self._missed.items():
            after = self._there[key]
            if not (self._may_move(key, file, step) or _was_kept(before, after, step)):
                assert after[:2] == before[:2], (step, key)
                assert step.act in ENTERS_MOMENTS or after.is_missed(now), (step, key)
        self._missed = {key: line for key, line in self._there.items() if line.is_missed(now)}

    def _may_move(self, key: ClockKey, file: TakenFile | None, step: Step) -> bool:
        if file is None or key.case not in file.cases:
            return False
        of_the_file = step.act == "undo" and key not in self._before[file.batch]
        return of_the_file or DUE_COLUMNS[key.clock] in file.columns


def _was_kept(before: Deadline, after: Deadline, step: Step) -> bool:
    """Whether a moment that was entered tells that the deadline had been kept."""
    done, due = after.done_at, before.due_at
    return step.act in ENTERS_MOMENTS and done is not None and due is not None and done <= due


def _deadlines(number: int, facts: Facts) -> Iterator[tuple[ClockKey, Deadline]]:
    case = facts.case
    ack = Deadline(case.ack_due_at, ack_version(case), case.acknowledged_at, False)
    yield ClockKey(number, ComplaintClock.ACKNOWLEDGE, 1), ack
    for part in facts.rounds:
        line = Deadline(part.resolve_due_at, part.policy_version, part.resolved_at, False)
        yield ClockKey(number, ComplaintClock.RESOLVE, part.round), line
    line = Deadline(case.resolve_due_at, case.policy_version, case.resolved_at, case.held)
    yield ClockKey(number, ComplaintClock.RESOLVE, case.reopened_count + 1), line
