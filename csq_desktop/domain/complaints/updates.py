"""What a file says of a case that is here already, and what undoing an import puts back.

Fields are named as the columns that keep them, moments are whole seconds since 1970, UTC.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from csq_desktop.domain.calendar.calendar import ShopCalendar, last_second
from csq_desktop.domain.complaints import clocks, lifecycle, undated
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment, as_datetime
from csq_desktop.domain.complaints.facts import ComplaintClock, State
from csq_desktop.domain.complaints.shop_rules import ShopRules

Facts = Mapping[str, Any]
READ = (
    *("received_at", "severity", "finding", "remedy_kind", "remedy_cents", "excluded_reason"),
    *("acknowledged_at", "ack_due_at", "resolve_due_at", "resolved_at", "closed_at", "state"),
    *("progress_due_at", "progress_at"),
)
"""What the rules read of a file; its other fields change nothing but themselves."""
UNDER_WAY = frozenset((State.ASSESSED, State.INVESTIGATING))
"""The states a file may set: all others follow from moments, which it has to give."""
ENDINGS = ("resolved_at", "closed_at")
"""What a file may say again of an earlier round."""
_ALONE = ("received_at", "severity", "finding", "remedy_kind", "remedy_cents", "excluded_reason")
_ANSWERED_BEFORE = frozenset((State.ANSWERED, State.INVESTIGATING))
_OWNER = frozenset(("owner_id", "owner_text"))
_OUTCOME = frozenset(
    ("finding", "finding_note", "cause", "cause_code", "remedy_kind", "remedy_cents", "goodwill")
)
_RESOLVE_CLOCK = frozenset(
    (
        *("resolve_due_at", "resolve_promised_at", "policy_version", "resolved_at"),
        *("waiting_since", "held_seconds", "closed_at"),
        *("closed_band", "closed_month", "resolve_month"),
    )
)
"""A closing ends a wait, and a reopening sets another deadline."""
_MOMENTS = frozenset(("received_at", "acknowledged_at", *ENDINGS))
_PROGRESS_CLOCK = frozenset(
    ("progress_since", "progress_due_at", "progress_at", "progress_policy_version")
) | {"progress_month"}
_CASE_TIMES = _RESOLVE_CLOCK | _PROGRESS_CLOCK | _MOMENTS | {"ack_due_at", "ack_policy_version"}
_COUNT = frozenset(("met", "missed", "over_maximum", "excluded", "reason"))
_TOGETHER = (_OWNER, _OUTCOME, _PROGRESS_CLOCK, _RESOLVE_CLOCK, _COUNT)
"""Fields that are put back together or not at all."""


def own_clocks(columns: Collection[str]) -> frozenset[ComplaintClock]:
    """The clocks whose deadlines a file of these columns leaves to the shop.

    Where a column of resolve deadlines is matched and none of another clock, none was promised.
    """
    if "resolve_due_at" in columns:
        return frozenset()
    theirs = {
        clock
        for clock, column in (
            (ComplaintClock.ACKNOWLEDGE, "ack_due_at"),
            (ComplaintClock.PROGRESS, "progress_due_at"),
        )
        if column in columns
    }
    return lifecycle.ALL_CLOCKS - theirs


def updated(
    case: Case, news: Facts, rules: ShopRules, *, now: int, own: Collection[ComplaintClock]
) -> Case:
    """The case once the fields of a file that differ are taken over; what it does not say stays.

    `own` are the clocks whose deadlines the file leaves to the shop. An acknowledgement stands in
    the news wherever the file has one: else it may follow from the answer.
    """
    news = _of_this_round(case, news, rules.calendar)
    before, case = case, replace(case, **{name: news[name] for name in _ALONE if name in news})
    if case.has_vague_closing and news.keys() & {"received_at", *ENDINGS}:
        case = replace(case, closed_at=None, closed_band=None)  # no rule's date stands beside it
    if "remedy_kind" in news:
        case = replace(case, goodwill=clocks.is_goodwill(case.remedy_kind))
    if (case.severity, case.received_at) != (before.severity, before.received_at):
        owed = _to_be_kept(before, news, now)
        earliest = {clock: moment for clock, moment in owed.items() if clock in own}
        if case.received_at != before.received_at:
            # A receipt that is put right dates the case anew, and its promises with it.
            earliest = dict.fromkeys(earliest, case.received_at)
        case = lifecycle.promised_anew(case, rules, now, earliest)
    case = _with_moments(_with_promises(case, news, rules.calendar), news, rules.calendar)
    if news.get("state") in UNDER_WAY:
        case = replace(case, state=news["state"])
    elif news.get("state") is State.CLOSED and case.reopened_at is None:
        case = replace(case, state=State.CLOSED, waiting_since=None)
    return _settled(case, before, rules, now)


def put_back(facts: Facts, before: Facts, after: Facts) -> tuple[dict[str, Any], bool]:
    """A row's fields as they were before an import, and whether a later change of them was kept.

    Half an owner would show the name of another, half an outcome or a day's count is one that
    nobody entered, and half a resolve clock would tell of a wait, a deadline or an answer that
    never was. An answer that stays, be it in an earlier round, acknowledged. What was entered since
    never comes to lie before the receipt, and no step that was put right out of its order.
    """
    untouched = {name for name in before if facts[name] == after[name]}
    edited = before.keys() - untouched
    for fields in _TOGETHER:
        if edited & fields:
            untouched -= fields
    if edited & _RESOLVE_CLOCK and "resolved_at" in before:
        untouched.discard("acknowledged_at")
    back = {**facts, **{name: before[name] for name in untouched}}
    if "received_at" in untouched and _begins_too_late(back):
        back["received_at"] = facts["received_at"]
        untouched.discard("received_at")
    if untouched & _MOMENTS and _is_out_of_order(back) and not _is_out_of_order(facts):
        untouched -= _CASE_TIMES
        back = {**facts, **{name: before[name] for name in untouched}}
    return back, len(untouched) < len(before)


def put_right(case: Case, before: Case, rules: ShopRules) -> Case:
    """The case with what follows from fields that were put back; `before` as it was till now."""
    if case.closed_at is not None and not case.has_vague_closing:
        case = lifecycle.closed(case, case.closed_at, rules.calendar)
    if case.resolved_at is not None and case.acknowledged_at is None:
        case = replace(case, acknowledged_at=case.resolved_at)
    if case.resolved_at is not None:
        case = lifecycle.informed_by_answer(case)
    return _settled(case, before, rules, None)


def state_of(
    state: State, acknowledged: Moment, resolved: Moment, closed: Moment, *, answered_before: bool
) -> State:
    """The state that follows from a case's moments, and from its own where they leave it open.

    A case that was answered before may be under investigation again. One that is closed without a
    moment was closed on an unknown date.
    """
    if closed is not None or state is State.CLOSED:
        return State.CLOSED
    if resolved is not None and not (answered_before and state in _ANSWERED_BEFORE):
        return State.ANSWERED
    if state is State.RECEIVED and acknowledged is not None:
        return State.ACKNOWLEDGED
    return state


def is_of_earlier_round(moment: int, reopened_at: int, calendar: ShopCalendar) -> bool:
    """Whether an answer or a closing out of a file may be one of before the case was reopened.

    The day of the reopening without a time, read as its last second, may be that.
    """
    day = calendar.day_of(as_datetime(reopened_at))
    return moment < reopened_at or moment == last_second(day, calendar.timezone)


def _begins_too_late(facts: Facts) -> bool:
    """Whether something became of a case before its receipt: it was entered since, by the other."""
    moments = (facts[name] for name in ("acknowledged_at", *ENDINGS))
    return any(moment is not None and moment < facts["received_at"] for moment in moments)


def _is_out_of_order(facts: Facts) -> bool:
    """Whether the steps of a case do not follow each other: some stayed, others were put back."""
    moments = [facts[name] for name in ("received_at", "acknowledged_at", *ENDINGS)]
    there = [moment for moment in moments if moment is not None]
    return there != sorted(there)


def _of_this_round(case: Case, news: Facts, calendar: ShopCalendar) -> Facts:
    """Without answers and closings of earlier rounds, which keep what became of them."""
    began = case.reopened_at
    if began is None:
        return news
    return {
        name: value
        for name, value in news.items()
        if name not in ENDINGS or not is_of_earlier_round(value, began, calendar)
    }


def _to_be_kept(case: Case, news: Facts, now: int) -> dict[ComplaintClock, int]:
    """The clocks not yet missed when they were stopped, with that moment: now where none was."""
    stopped = [news[name] for name in ENDINGS if name in news]
    over = min((*stopped, now))
    ends = {
        ComplaintClock.ACKNOWLEDGE: min(over, news.get("acknowledged_at", over)),
        ComplaintClock.PROGRESS: min(over, news.get("progress_at", over)),
        ComplaintClock.RESOLVE: over,
    }
    return {clock: end for clock, end in ends.items() if clock in case.still_to_be_kept(end)}


def _with_promises(case: Case, news: Facts, calendar: ShopCalendar) -> Case:
    """A deadline of a file is what was promised: time held here comes on top."""
    if "ack_due_at" in news:
        case = replace(case, ack_due_at=news["ack_due_at"], ack_policy_version=0)
    if "progress_due_at" in news:
        case = replace(
            case,
            progress_due_at=news["progress_due_at"],
            progress_since=case.received_at,
            progress_policy_version=0,
        )
    if "resolve_due_at" in news:
        case = lifecycle.promised(case, news["resolve_due_at"], calendar, 0)
    return case


def _with_moments(case: Case, news: Facts, calendar: ShopCalendar) -> Case:
    answered, closed = news.get("resolved_at"), news.get("closed_at")
    if "acknowledged_at" in news:
        case = replace(case, acknowledged_at=news["acknowledged_at"])
    if "progress_at" in news:
        case = replace(case, progress_at=news["progress_at"])
    moment = closed if answered is None else answered
    if moment is not None and case.resolved_at is None:
        case = lifecycle.stopped(case, moment, calendar)
    # A closing that was the answer as well takes the answer with it to its new moment.
    elif answered is not None or (closed is not None and case.resolved_at == case.closed_at):
        # An acknowledgement that the answer implied goes with it; one of its own stays.
        follows = "acknowledged_at" not in news and case.acknowledged_at == case.resolved_at
        acknowledged = moment if follows else case.acknowledged_at
        if "progress_at" not in news and case.progress_at == case.resolved_at:
            case = replace(case, progress_at=None)
        case = replace(_answer_moved(case, moment, calendar), acknowledged_at=acknowledged)
        case = lifecycle.informed_by_answer(case)
    return case if closed is None else lifecycle.closed(case, closed, calendar)


def _answer_moved(case: Case, moment: Moment, calendar: ShopCalendar) -> Case:
    """The case with its answer at another moment, which ends a wait that now began before it."""
    if moment is None or case.waiting_since is None or moment <= case.waiting_since:
        return replace(case, resolved_at=moment)
    return lifecycle.stopped(replace(case, resolved_at=None), moment, calendar)


def _settled(case: Case, before: Case, rules: ShopRules, now: Moment) -> Case:
    """The state and the closing band that follow; what did not change is not judged anew."""
    state = state_of(
        case.state,
        case.acknowledged_at,
        case.resolved_at,
        case.closed_at,
        answered_before=before.resolved_at is not None,
    )
    case = replace(case, state=state)
    if not case.kind.is_complaint:
        return undated.dated_at_least(case)
    if case.is_closed_undated or case.has_vague_closing:
        return undated.closed_vaguely(case, before, rules.months, now)
    if case.closed_at is None:
        return replace(case, closed_band=None)
    moments = (case.received_at, case.closed_at)
    if case.closed_band is None or moments != (before.received_at, before.closed_at):
        case = replace(case, closed_band=rules.band(case.received_at, case.closed_at))
    return case
