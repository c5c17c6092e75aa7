"""Putting right when the steps of a case were taken, where that was typed wrong.

What follows is set anew by the rules of live work: deadlines, states, months, closing bands. Rounds
that a reopening ended keep their deadlines, met or missed. Moments are whole seconds since 1970.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.plausible_days import check_moment
from csq_desktop.domain.complaints import clocks, lifecycle, updates
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.history import MovedMoment
from csq_desktop.domain.complaints.lifecycle import FUTURE_ALLOWED
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

MOMENTS = ("received_at", "acknowledged_at", "resolved_at", "closed_at")
"""What can be put right, in the order in which it happens."""
_BY_RULE = "closed_by_rule"
_FOLLOWING = (*MOMENTS, _BY_RULE, "ack_due_at", "progress_due_at", "progress_at", "resolve_due_at")


@dataclass(frozen=True)
class CaseMoments:
    """When the steps of a case were really taken; None leaves a moment as it is."""

    received_at: datetime | None = None
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Surroundings:
    """What a case's moments have to fit besides each other.

    `logged_at` is when it was entered here, None for one that a file brought; `first_answered_at`
    and `first_closed_at` are of its first round, None where it was never reopened.
    """

    now: int
    logged_at: Moment = None
    first_answered_at: Moment = None
    first_closed_at: Moment = None


def redated(case: Case, typed: Mapping[str, int], rules: ShopRules, around: Surroundings) -> Case:
    """The case with other moments; a UserError where they do not follow each other.

    A step that was not taken cannot be dated, but for a closing whose date nobody knew. A date
    that a rule of an import assumed gives way to the real one, and to another receipt.
    """
    lifecycle.refuse_voided(case.removed_at)
    changed: dict[str, Any] = {
        name: moment for name, moment in typed.items() if _is_news(case, name, moment)
    }
    if not changed:
        return case
    before, case = case, replace(case, **changed)
    if before.has_vague_closing and changed.keys() & {"received_at", "closed_at"}:
        case = replace(case, closed_at=changed.get("closed_at"), closed_band=None)
    case = _with_followers(case, before, changed)
    _refuse_disorder(case, changed, around)
    if case.received_at != before.received_at:
        case = _promised_from(case, before, rules.calendar)
    return updates.put_right(case, before, rules)


def moved(before: Case, after: Case) -> tuple[MovedMoment, ...]:
    """What was put right and which deadlines moved with it: from what to what."""
    pairs = ((name, _known(before, name), _known(after, name)) for name in _FOLLOWING)
    return tuple(MovedMoment(*pair) for pair in pairs if pair[1] != pair[2])


def _known(case: Case, name: str) -> Moment:
    """A moment of a case; a closing that a rule dated stands by itself."""
    if name in ("closed_at", _BY_RULE):
        return case.closed_at if case.has_vague_closing is (name == _BY_RULE) else None
    moment: Moment = getattr(case, name)
    return moment


def _is_news(case: Case, name: str, moment: int) -> bool:
    if name == "closed_at" and case.is_over:
        return _known(case, name) != moment  # the date a rule assumed may be confirmed
    return getattr(case, name) not in (None, moment)


def _with_followers(case: Case, before: Case, changed: Mapping[str, int]) -> Case:
    """An answer that was the closing goes with it, as what the answer stopped with the answer."""
    chain = (
        ("resolved_at", "closed_at"),
        ("acknowledged_at", "resolved_at"),
        ("progress_at", "resolved_at"),
    )
    for name, leader in chain:
        own = getattr(before, name)
        if name not in changed and own is not None and own == getattr(before, leader):
            case = replace(case, **{name: getattr(case, leader)})
    return case


def _refuse_disorder(case: Case, changed: Mapping[str, int], around: Surroundings) -> None:
    """A UserError, at a field that was changed, for a moment ahead of its time or of another."""
    for name in changed:
        check_moment(changed[name], name)
        if lifecycle.is_in_future(changed[name], around.now):
            raise UserError(tr("This is in the future."), field=name)
    for earlier, later in _pairs(case, around):
        if earlier.moment is None or later.moment is None or earlier.moment <= later.moment:
            continue
        fields = [end.name for end in (later, earlier) if end.name in changed]
        if fields:  # what was out of order before, as files may be, is not asked about
            first, second = earlier.title, later.title
            text = tr("“{first}” cannot be after “{second}”.", first=first, second=second)
            raise UserError(text, field=fields[0])


@dataclass(frozen=True)
class _End:
    """One of two moments in their order; `name` is empty where it cannot be put right."""

    moment: Moment
    title: str
    name: str = ""


def _pairs(case: Case, around: Surroundings) -> Iterator[tuple[_End, _End]]:
    received, acknowledged, resolved, closed = (
        _End(getattr(case, name), COMPLAINT.field(name).title, name) for name in MOMENTS
    )
    yield from ((received, later) for later in (acknowledged, resolved, closed))
    yield from ((acknowledged, resolved), (acknowledged, closed), (resolved, closed))
    yield received, _End(case.waiting_since, EventKind.WAITING.label)
    logged = None if around.logged_at is None else around.logged_at + FUTURE_ALLOWED
    yield received, _End(logged, EventKind.LOGGED.label)
    answered = _End(around.first_answered_at, EventKind.ANSWERED.label)
    over = _End(around.first_closed_at, EventKind.CLOSED.label)
    for first in (answered, over):
        yield from ((received, first), (acknowledged, first))
    reopened = _End(case.reopened_at, EventKind.REOPENED.label)
    yield from ((reopened, resolved), (reopened, closed))


def _promised_from(case: Case, before: Case, calendar: ShopCalendar) -> Case:
    """The deadlines that ran from the receipt, as much business time after it as they were.

    A deadline out of a file stays, and so does that of a round which began with a reopening.
    """

    def anew(due: int) -> int:
        span = clocks.business_between(calendar, before.received_at, due)
        return clocks.due_from(calendar, case.received_at, span)

    if case.ack_due_at is not None and lifecycle.ack_version(case):
        case = replace(case, ack_due_at=anew(case.ack_due_at))
    since, due = case.progress_since, case.progress_due_at
    if due is not None and case.progress_policy_version and since == before.received_at:
        case = replace(case, progress_since=case.received_at, progress_due_at=anew(due))
    due = case.resolve_promised_at or case.resolve_due_at
    if due is not None and case.policy_version and case.reopened_at is None:
        case = lifecycle.promised(case, anew(due), calendar, case.policy_version)
    return case
