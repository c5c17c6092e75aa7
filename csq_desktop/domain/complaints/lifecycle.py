"""What happens to a case: every transition takes its facts and gives the facts that follow.

Live work, imports, undoing an import and the demo all change a case through these functions, so
that the same history comes to the same figures whichever way it came in. Moments are whole seconds
since 1970, UTC.
"""

from collections.abc import Mapping
from dataclasses import replace

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.plausible_days import check_moment
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.deadlines import DeadlinePolicy
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    Outcome,
    Severity,
    State,
)
from csq_desktop.domain.complaints.field_groups.outcome import LARGEST_REMEDY
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.complaints.steps import may_follow
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

FUTURE_ALLOWED = 300
"""Seconds by which a moment that was typed in may lie ahead of the computer's clock."""
ALL_CLOCKS = frozenset(ComplaintClock)


def is_in_future(moment: int, now: int) -> bool:
    """Whether a moment that was typed in or brought by a file has not come yet."""
    return moment > now + FUTURE_ALLOWED


def received(
    received_at: int,
    severity: Severity,
    rules: ShopRules,
    now: int,
    *,
    kind: FeedbackKind = FeedbackKind.COMPLAINT,
) -> Case:
    """A case as it begins, a complaint with its clocks running; it may be received earlier."""
    check_moment(received_at, "received")
    if is_in_future(received_at, now):
        raise UserError(tr("The time of receipt cannot be in the future."), field="received")
    case = Case(received_at, severity, kind=kind)
    return promised_anew(case, rules, received_at, dict.fromkeys(ALL_CLOCKS, received_at))


def acknowledge(case: Case, at: int, now: int) -> Case:
    """The customer was told that the complaint arrived, now or earlier."""
    refuse_unless_complaint(case)
    refuse_unless_open(case)
    if case.acknowledged_at is not None:
        raise UserError(tr("This complaint is already acknowledged."))
    if at < case.received_at or is_in_future(at, now):
        raise UserError(tr("The time must be after receipt and not in the future."), field="at")
    return acknowledged(case, at)


def assess(case: Case, severity: Severity, rules: ShopRules, now: int) -> Case:
    """The initial assessment; another severity sets the deadlines still to be kept anew."""
    refuse_unless_complaint(case)
    before, case = case, moved(case, State.ASSESSED)
    if severity is before.severity:
        return case
    case = replace(case, severity=severity)
    return promised_anew(case, rules, now, dict.fromkeys(before.still_to_be_kept(now), now))


def investigate(case: Case) -> Case:
    """The investigation has begun."""
    return moved(case, State.INVESTIGATING)


def reply(case: Case, rules: ShopRules, now: int) -> Case:
    """The customer was replied to about what is no complaint: nothing has to be decided in it."""
    if case.kind.is_complaint:
        raise UserError(tr("A reply to a complaint needs its finding and its remedy."))
    return stopped(moved(case, State.ANSWERED), now, rules.calendar)


def answer(case: Case, outcome: Outcome, rules: ShopRules, now: int) -> Case:
    """The decision was told to the customer: it ends a wait and stops every clock."""
    return stopped(decided(moved(case, State.ANSWERED), outcome), now, rules.calendar)


def decide(case: Case, outcome: Outcome) -> Case:
    """Another finding or remedy of a case that is still open."""
    refuse_unless_open(case)
    return decided(case, outcome)


def close(case: Case, rules: ShopRules, now: int) -> Case:
    """A case whose decision is recorded is closed; one never answered is resolved by it.

    What is no complaint has nothing to decide, and is in no time figure.
    """
    refuse_unless_open(case)
    if not case.kind.is_complaint:
        return closed(moved(case, State.CLOSED), now, rules.calendar)
    if case.finding is None:
        raise UserError(tr("Record the finding and the remedy before closing."))
    case = closed(moved(case, State.CLOSED), now, rules.calendar)
    return replace(case, closed_band=rules.band(case.received_at, now))


def wait(case: Case, now: int) -> Case:
    """The shop waits for the customer, which holds the resolve clock unless it has run out."""
    refuse_unless_complaint(case)
    refuse_unless_open(case)
    if case.waiting_since is not None:
        raise UserError(tr("This complaint is already waiting for the customer."))
    return replace(case, waiting_since=now)


def resume(case: Case, calendar: ShopCalendar, now: int) -> Case:
    """The customer answered: the deadline moves by the business time that was held."""
    refuse_unless_open(case)
    if case.waiting_since is None:
        raise UserError(tr("This complaint is not waiting for the customer."))
    return wait_ended(case, now, calendar)


def recompute(case: Case, rules: ShopRules, now: int) -> Case:
    """The deadlines still to be kept, by today's policy and opening hours.

    A clock that was stopped or has run out is judged by the deadline it had; where a file said
    that nothing was promised, nothing is promised now.
    """
    refuse_unless_complaint(case)
    refuse_unless_open(case)
    return promised_anew(case, rules, now, dict.fromkeys(case.still_to_be_kept(now), now))


def exclude(case: Case, reason: str) -> Case:
    """The case is left out of the pledges' counts; an empty reason counts it again."""
    refuse_unless_complaint(case)
    return replace(case, excluded_reason=reason.strip())


def withdraw(case: Case, now: int) -> Case:
    """A case logged by mistake leaves every count."""
    return replace(case, removed_at=now)


def restore(case: Case) -> Case:
    """A withdrawn case counts again."""
    return replace(case, removed_at=None)


def refuse_unless_open(case: Case) -> None:
    """A UserError for a case that is closed or withdrawn."""
    refuse_closed_undated(case)
    if case.is_over or case.removed_at is not None:
        raise UserError(tr("This is closed. Reopen it first."))


def refuse_voided(removed_at: object) -> None:
    """A UserError for a case that was voided, which is to be reinstated before it is worked on."""
    if removed_at is not None:
        raise UserError(tr("This complaint is voided. Reinstate it first."))


def refuse_unless_complaint(case: Case) -> None:
    """A UserError for what is no complaint: it has nothing to decide and no deadline."""
    if not case.kind.is_complaint:
        raise UserError(tr("Only complaints have findings, remedies and deadlines."))


def refuse_closed_undated(case: Case) -> None:
    """A UserError for a case closed on an unknown date: no round can begin after that."""
    if case.removed_at is None and case.is_closed_undated:
        raise UserError(
            tr(
                "Nobody knows when this complaint was closed, so it cannot be reopened. Enter or "
                "import its closing date first, or log a new complaint."
            )
        )


def moved(case: Case, state: State) -> Case:
    """The open case in its next state; a UserError where that state cannot follow."""
    refuse_unless_open(case)
    if not may_follow(case.state, state):
        raise UserError(
            tr(
                "A complaint that is “{now}” cannot become “{then}”.",
                now=case.state.label,
                then=state.label,
            )
        )
    return replace(case, state=state)


def decided(case: Case, outcome: Outcome) -> Case:
    """The case with a finding and a remedy; a UserError for an amount out of bounds."""
    refuse_unless_complaint(case)
    if not 0 <= outcome.remedy_cents <= LARGEST_REMEDY:
        raise UserError(
            tr("The amount of the remedy must be from HK$0 to HK$1,000,000."), field="amount"
        )
    return replace(
        case,
        finding=outcome.finding,
        remedy_kind=outcome.remedy_kind,
        remedy_cents=outcome.remedy_cents,
        goodwill=outcome.goodwill or clocks.is_goodwill(outcome.remedy_kind),
    )


def acknowledged(case: Case, at: int) -> Case:
    """The case with its acknowledgement, which moves no case that is further on."""
    state = State.ACKNOWLEDGED if case.state is State.RECEIVED else case.state
    return replace(case, acknowledged_at=at, state=state)


def stopped(case: Case, at: int, calendar: ShopCalendar) -> Case:
    """The case with its clocks stopped, and its wait ended; an answer also acknowledges.

    A clock that was stopped before keeps its moment.
    """
    case = wait_ended(case, at, calendar)
    resolved = at if case.resolved_at is None else case.resolved_at
    acknowledged_at = resolved if case.acknowledged_at is None else case.acknowledged_at
    case = replace(case, resolved_at=resolved, acknowledged_at=acknowledged_at)
    return informed_by_answer(case)


def informed_by_answer(case: Case) -> Case:
    """The case with its clock of progress replies stopped by its answer, if it still ran."""
    runs = case.progress_due_at is not None and case.progress_at is None
    return replace(case, progress_at=case.resolved_at) if runs else case


def closed(case: Case, at: int, calendar: ShopCalendar) -> Case:
    """The case closed: it ends whatever still ran, also a wait that began after the answer."""
    return replace(stopped(case, at, calendar), closed_at=at)


def wait_ended(case: Case, at: int, calendar: ShopCalendar) -> Case:
    """The case not waiting any more: a deadline the wait held moves by its business time.

    It never falls before the wait's end: where no business time was left when the wait began, and
    it ends while the shop is closed, that end is the deadline. A wait that began after the
    deadline, or after the moment it ends at, moved nothing.
    """
    since, due, held = case.waiting_since, case.resolve_due_at, case.held
    case = replace(_progress_resumed(case, at, calendar), waiting_since=None)
    if since is None or due is None or not held or since >= at or case.resolved_at is not None:
        return case
    seconds = clocks.business_between(calendar, since, at)
    moved_to = max(clocks.due_from(calendar, due, seconds) if seconds else due, at)
    if moved_to == due:
        return case
    return replace(
        case,
        held_seconds=case.held_seconds + seconds,
        resolve_due_at=moved_to,
        resolve_promised_at=due if case.resolve_promised_at is None else case.resolve_promised_at,
    )


def _progress_resumed(case: Case, at: int, calendar: ShopCalendar) -> Case:
    """The same for the deadline of the next progress reply; one given in a wait began it anew."""
    due, start = case.progress_due_at, case.progress_since
    if case.waiting_since is None or due is None or start is None or not case.progress_held:
        return case
    since = max(case.waiting_since, start)
    if case.progress_at is not None or case.resolved_at is not None or since >= at:
        return case
    seconds = clocks.business_between(calendar, since, at)
    moved_to = max(clocks.due_from(calendar, due, seconds) if seconds else due, at)
    start = clocks.due_from(calendar, start, seconds) if seconds else start
    return replace(case, progress_since=start, progress_due_at=moved_to)


def promised_anew(
    case: Case, rules: ShopRules, at: int, earliest: Mapping[ComplaintClock, int]
) -> Case:
    """The case with the deadlines of some clocks by the policy in force at a moment.

    Time that was held so far counts again. `earliest` says of each of these clocks before which
    moment its deadline cannot fall, mostly now: a shorter policy or a graver severity would else
    make a miss in the past, in a month whose figures have been settled. For a clock that is held
    that moment is when its wait began, for it has stood still since. What is no complaint is
    promised nothing.
    """
    if not case.kind.is_complaint:
        return case
    policy = rules.policy_at(at)
    if ComplaintClock.PROGRESS in earliest:
        case = _progress_anew(case, policy, rules, earliest[ComplaintClock.PROGRESS])
    if ComplaintClock.ACKNOWLEDGE in earliest:
        due = rules.promise(policy, ComplaintClock.ACKNOWLEDGE, case.severity, case.received_at)
        due = max(due, earliest[ComplaintClock.ACKNOWLEDGE])
        case = replace(case, ack_due_at=due, ack_policy_version=policy.version)
    if ComplaintClock.RESOLVE in earliest:
        not_before = earliest[ComplaintClock.RESOLVE]
        if case.held and case.waiting_since is not None:
            not_before = min(not_before, case.waiting_since)
        start = case.received_at if case.reopened_at is None else case.reopened_at
        due = rules.promise(policy, ComplaintClock.RESOLVE, case.severity, start)
        case = promised(case, due, rules.calendar, policy.version)
        case = replace(case, resolve_due_at=max(case.resolve_due_at or due, not_before))
    return case


def _progress_anew(case: Case, policy: DeadlinePolicy, rules: ShopRules, not_before: int) -> Case:
    """The case with the next progress reply due by a policy; none where it promises none."""
    if not policy.allowed(ComplaintClock.PROGRESS, case.severity):
        return replace(
            case, progress_since=None, progress_due_at=None, progress_policy_version=None
        )
    if case.progress_held and case.waiting_since is not None:
        not_before = min(not_before, case.waiting_since)
    start = case.received_at if case.progress_since is None else case.progress_since
    due = rules.promise(policy, ComplaintClock.PROGRESS, case.severity, start)
    return replace(
        case,
        progress_since=start,
        progress_due_at=max(due, not_before),
        progress_policy_version=policy.version,
    )


def promised(case: Case, due: int, calendar: ShopCalendar, version: int) -> Case:
    """The case with another resolve deadline, moved by the time that was held so far."""
    held = case.held_seconds
    return replace(
        case,
        resolve_promised_at=due if held else None,
        resolve_due_at=clocks.due_from(calendar, due, held) if held else due,
        ack_policy_version=ack_version(case),
        policy_version=version,
    )


def ack_version(case: Case) -> int:
    """The version of the policy that set the acknowledgement's deadline."""
    return case.policy_version if case.ack_policy_version is None else case.ack_policy_version
