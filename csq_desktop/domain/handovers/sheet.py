"""What a handover sheet says: whose the open cases are, and what has to be done with each next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from csq_desktop.domain.complaints.facts import ComplaintLine, State
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.domain.today import Now
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.texts import tr


@dataclass(frozen=True)
class SheetCase:
    """One open case on the sheet; `customer` says who it is where that may stand there.

    `waiting` says for whom it waits to accept it.
    """

    line: ComplaintLine
    summary: str
    category: str
    customer: str = ""
    promises: tuple[Promise, ...] = ()
    waiting: str = ""


@dataclass(frozen=True)
class SheetOwner:
    """An owner with their open cases, the most urgent first; `away` who stands in for them."""

    name: str
    cases: tuple[SheetCase, ...]
    away: str = ""


def by_owner(cases: Iterable[SheetCase]) -> list[tuple[int, tuple[SheetCase, ...]]]:
    """The cases by the id of their owner, 0 for nobody; within each by their next deadline."""
    in_order = sorted(cases, key=lambda case: (case.line.owner_id or 0, *_urgency(case.line)))
    groups = groupby(in_order, key=lambda case: case.line.owner_id or 0)
    return [(owner_id, tuple(group)) for owner_id, group in groups]


def next_step(line: ComplaintLine) -> str:
    """What has to be done with a case next, in the reader's language."""
    if line.waiting:
        return tr("Wait for the customer, then go on")
    if line.next_clock is not None:
        return line.next_clock.label
    return tr("Close the case") if line.state is State.ANSWERED else tr("Reply to the customer")


def due_text(due_at: datetime | None, now: Now) -> str:
    """By when: the moment, and whether it has passed."""
    if due_at is None:
        return ""
    at = moment_text(due_at, now.zone)
    return tr("overdue since {at}", at=at) if due_at < now.moment else tr("by {at}", at=at)


def _urgency(line: ComplaintLine) -> tuple[bool, float, int]:
    due = line.next_due_at
    return due is None, 0.0 if due is None else due.timestamp(), line.id
