"""Escalation: who is told, at which moments before and after a deadline of an open complaint.

A level is never stored: it follows from the deadline, the shop's steps and the moment. Before the
deadline a step is a part of the clock's span of opening hours, after it a length of opening hours
since. While a wait holds a clock its deadline stands still, and nothing escalates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment, as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class EscalatesTo(StrEnum):
    """Who is told of a complaint at a level."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    HEAD_OFFICE = "head_office"

    @property
    def label(self) -> str:
        """Who it is in the user's language."""
        return trc("escalation", _LABELS[self])


@dataclass(frozen=True)
class EscalationStep:
    """One level of a clock: `percent` of its span before the deadline, or `minutes` after it.

    Minutes are of opening hours; one of the two is 0.
    """

    clock: ComplaintClock
    to: EscalatesTo
    percent: int = 0
    minutes: int = 0

    @property
    def when(self) -> str:
        """When the level is reached, such as 80% of the time, or 3 h after the deadline."""
        if self.percent:
            return tr("{n}% of the time", n=self.percent)
        return tr("{n} h after the deadline", n=f"{self.minutes / 60:g}")


@dataclass(frozen=True)
class EscalationSteps:
    """The levels of every clock, each in the order in which they are reached; 1 is the first."""

    steps: tuple[EscalationStep, ...] = ()

    def check(self) -> None:
        """A UserError for levels that are out of order, or on no side of their deadline."""
        for step in self.steps:
            if not (0 < step.percent < 100) ^ (step.minutes > 0):
                raise UserError(
                    tr("A level is 1–99% of the time allowed, or a time after the deadline.")
                )
        for clock in ComplaintClock:
            places = [(step.minutes, step.percent) for step in self.of(clock)]
            if places != sorted(set(places)):
                raise UserError(tr("Each level has to come after the one before."))

    def of(self, clock: ComplaintClock) -> tuple[EscalationStep, ...]:
        """The levels of a clock."""
        return tuple(step for step in self.steps if step.clock is clock)

    @property
    def are_alike(self) -> bool:
        """Whether every clock has the same levels."""
        levels = {
            tuple((step.to, step.percent, step.minutes) for step in self.of(clock))
            for clock in ComplaintClock
        }
        return len(levels) == 1


def usual_steps() -> EscalationSteps:
    """The owner at half and four fifths of the time, then the supervisor, then head office."""
    levels = (
        (EscalatesTo.OWNER, 50, 0),
        (EscalatesTo.OWNER, 80, 0),
        (EscalatesTo.SUPERVISOR, 0, 60),
        (EscalatesTo.SUPERVISOR, 0, 720),
        (EscalatesTo.HEAD_OFFICE, 0, 3 * 720),
    )
    return EscalationSteps(
        tuple(
            EscalationStep(clock, to, percent, minutes)
            for clock in ComplaintClock
            for to, percent, minutes in levels
        )
    )


@dataclass(frozen=True)
class Escalation:
    """The level a complaint has reached: by which clock and deadline, since when, who is told."""

    level: int
    clock: ComplaintClock
    to: EscalatesTo
    since: datetime
    due_at: datetime

    @property
    def text(self) -> str:
        """The level and who is told, such as Level 3: supervisor."""
        return tr("Level {n}: {who}", n=self.level, who=self.to.label)


class _Running(NamedTuple):
    """A clock that runs: from when, until when."""

    clock: ComplaintClock
    start: int
    due: int


def reached(
    case: Case, steps: EscalationSteps, calendar: ShopCalendar, now: int
) -> Escalation | None:
    """The highest level an open case has reached, of equals the one of longest; None below 1."""
    if case.is_over or case.removed_at is not None:
        return None
    levels = [_level(clock, steps, calendar, now) for clock in _running(case)]
    there = [level for level in levels if level is not None]
    return max(there, key=lambda each: (each.level, -each.since.timestamp()), default=None)


def _running(case: Case) -> Iterator[_Running]:
    """The clocks that run and are not held."""
    began = case.received_at if case.reopened_at is None else case.reopened_at
    spans: tuple[tuple[ComplaintClock, Moment, Moment, Moment, bool], ...] = (
        (
            ComplaintClock.ACKNOWLEDGE,
            case.received_at,
            case.ack_due_at,
            case.acknowledged_at,
            False,
        ),
        (
            ComplaintClock.PROGRESS,
            case.progress_since,
            case.progress_due_at,
            case.progress_at,
            case.progress_held,
        ),
        (ComplaintClock.RESOLVE, began, case.resolve_due_at, case.resolved_at, case.held),
    )
    for clock, start, due, done, held in spans:
        if start is not None and due is not None and done is None and not held:
            yield _Running(clock, start, due)


def _level(
    running: _Running, steps: EscalationSteps, calendar: ShopCalendar, now: int
) -> Escalation | None:
    """The highest level of a clock that has been reached by a moment."""
    start, due = running.start, running.due
    span = max(0, clocks.business_between(calendar, start, due))
    elapsed = clocks.business_between(calendar, start, now)
    late = clocks.business_between(calendar, due, now) if due < now else -1
    highest = None
    for number, step in enumerate(steps.of(running.clock), 1):
        since, seconds = (start, span * step.percent // 100) if step.percent else (due, 0)
        seconds = seconds or step.minutes * 60
        if (elapsed if step.percent else late) < seconds:
            break
        highest = number, step.to, since, seconds
    if highest is None:
        return None
    number, to, since, seconds = highest
    at = as_datetime(clocks.due_from(calendar, since, seconds))
    return Escalation(number, running.clock, to, at, as_datetime(due))


_LABELS = {
    EscalatesTo.OWNER: mark("owner"),
    EscalatesTo.SUPERVISOR: mark("supervisor"),
    EscalatesTo.HEAD_OFFICE: mark("head office"),
}
