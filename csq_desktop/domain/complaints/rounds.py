"""Rounds of a case: reopening begins a new one, and the earlier keep what became of them."""

from dataclasses import dataclass, replace

from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import UNDATED_BAND, Moment
from csq_desktop.domain.complaints.facts import ComplaintClock, Finding, RemedyKind, State
from csq_desktop.domain.complaints.lifecycle import promised_anew, refuse_closed_undated
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Round:
    """A finished round: its resolve clock and outcome as they were when the case was reopened."""

    round: int
    policy_version: int | None
    resolve_due_at: Moment
    resolved_at: Moment
    closed_at: int
    closed_band: int
    finding: Finding | None
    remedy_kind: RemedyKind | None
    remedy_cents: int
    held_seconds: int
    excluded_reason: str
    reopened_at: int

    @property
    def known_closing(self) -> Moment:
        """When it was closed; None where a rule of an import assumed the date."""
        return None if self.closed_band == UNDATED_BAND else self.closed_at


def reopen(case: Case, rules: ShopRules, now: int) -> tuple[Case, Round]:
    """A closed case open again, with a fresh resolve clock, and the round that is over.

    A case left out of the pledges' counts stays left out; the acknowledgement is not asked again.
    """
    refuse_closed_undated(case)
    if case.removed_at is not None or case.closed_at is None or case.closed_band is None:
        raise UserError(tr("Only a closed complaint can be reopened."))
    finished = Round(
        round=case.reopened_count + 1,
        policy_version=case.policy_version,
        # Closed by a rule without an answer: nobody can say whether the deadline was met.
        resolve_due_at=None if case.resolved_at is None else case.resolve_due_at,
        resolved_at=case.resolved_at,
        closed_at=case.closed_at,
        closed_band=case.closed_band,
        finding=case.finding,
        remedy_kind=case.remedy_kind,
        remedy_cents=case.remedy_cents,
        held_seconds=case.held_seconds,
        excluded_reason=case.excluded_reason,
        reopened_at=now,
    )
    fresh = replace(
        case,
        state=State.REOPENED,
        closed_at=None,
        closed_band=None,
        resolved_at=None,
        waiting_since=None,
        held_seconds=0,
        finding=None,
        remedy_kind=None,
        remedy_cents=0,
        goodwill=False,
        reopened_count=case.reopened_count + 1,
        reopened_at=now,
    )
    return promised_anew(fresh, rules, now, {ComplaintClock.RESOLVE: now}), finished


def begun_again(case: Case) -> Case:
    """What is no complaint open again: it has no rounds, for nothing of it is judged by time."""
    if case.removed_at is not None or case.closed_at is None:
        raise UserError(tr("Only what is closed can be reopened."))
    return replace(case, state=State.REOPENED, closed_at=None, resolved_at=None)
