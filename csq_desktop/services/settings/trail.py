"""What changed in a version of the shop's settings, in the words of the audit trail."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from csq_desktop.domain.audit.entries import TrailChange
from csq_desktop.domain.audit.wording import field_text, yes_or_no
from csq_desktop.domain.calendar.calendar import Hours
from csq_desktop.domain.closing.policy import CaseScope, ClosingPolicy, Gate
from csq_desktop.domain.closing.remedies import RemedyLimits
from csq_desktop.domain.complaints.deadlines import DeadlinePolicy
from csq_desktop.domain.complaints.escalation import EscalationSteps
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.shop.shop import SHOP, OpeningHours, Shop
from csq_desktop.domain.words.wording import (
    count_text,
    date_text,
    days_text,
    labelled,
    money_text,
    percent_text,
    weekday_text,
)
from csq_desktop.services.settings import closing, handovers
from csq_desktop.services.settings import shop as service
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.texts import tr

_MONDAY = date(2026, 1, 5)  # any Monday: only the names of the days are asked for
Labelled = dict[str, str]


def changes(name: str, before: object, after: object) -> tuple[TrailChange, ...]:
    """Each setting of a group whose value another version changed; bodies as they are stored."""
    was, becomes = _labelled(name, before), _labelled(name, after)
    return tuple(
        TrailChange(label, was.get(label, ""), text)
        for label, text in becomes.items()
        if was.get(label, "") != text
    )


def _labelled(name: str, body: object) -> Labelled:
    """Every setting of a body as label and value; nothing of one the program does not know."""
    if name not in WORDED or body is None or isinstance(body, str):
        return {}  # of a body too long for the trail there is only a digest
    kind, worded = WORDED[name]
    return worded(from_body(kind, body))


def _shop(shop: Shop) -> Labelled:
    return {field_text("name"): shop.name, tr("Branch code"): shop.branch_code}


def _hours(hours: OpeningHours) -> Labelled:
    week = {
        weekday_text(date.fromordinal(_MONDAY.toordinal() + at)): _openings(day)
        for at, day in enumerate(hours.weekly)
    }
    return week | {
        tr("Closed on general holidays"): yes_or_no(hours.keeps_public_holidays),
        tr("Other days off"): _days(hours.extra_holidays),
        tr("Open on the holidays"): _days(hours.worked_holidays),
    }


def _openings(day: Sequence[Hours]) -> str:
    spans = (f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in day)
    return tr(", ").join(spans) or tr("closed")


def _days(days: Sequence[date]) -> str:
    return tr(", ").join(date_text(day) for day in days)


def _deadlines(policy: DeadlinePolicy) -> Labelled:
    return {
        tr(", ").join((clock.label, severity.label)): f"{minutes / 60:g}" + tr(" h")
        for clock, severity, minutes in policy.minutes
    }


def _escalation(steps: EscalationSteps) -> Labelled:
    return {
        labelled(clock.label, tr("level {n}", n=number)): labelled(step.to.label, step.when)
        for clock in ComplaintClock
        for number, step in enumerate(steps.of(clock), 1)
    }


def _closing(policy: ClosingPolicy) -> Labelled:
    gates = {gate.label: yes_or_no(gate in policy.gates) for gate in Gate}
    return gates | {
        tr("Four eyes"): _scope(policy.four_eyes),
        tr("Signed with the passphrase when closed"): _scope(policy.signing),
        tr("Days in which a case is simply reopened"): _days_or_none(policy.reopen_days),
        tr("Days until the customer is asked about the handling"): _days_or_none(
            policy.ask_after_days
        ),
    }


def _scope(scope: CaseScope) -> str:
    severity = scope.from_severity.label if scope.from_severity else ""
    amount = "" if scope.from_cents is None else money_text(scope.from_cents)
    return tr(" · ").join(filter(None, (severity, amount)))


def _days_or_none(days: int | None) -> str:
    return "" if days is None else count_text(days)


def _limits(limits: RemedyLimits) -> Labelled:
    return {
        tr(", ").join((kind.label, role.label)): money_text(cents)
        for kind, role, cents in limits.limits
    }


def _value(text: Callable[[Any], str]) -> Callable[[Any], Labelled]:
    return lambda value: {field_text("value"): text(value)}


def _bands(limits: tuple[int, int]) -> str:
    return tr(
        "within {first} and {second}", first=days_text(limits[0]), second=days_text(limits[1])
    )


WORDED: dict[str, tuple[Any, Callable[[Any], Labelled]]] = {
    SHOP: (Shop, _shop),
    service.HOURS: (OpeningHours, _hours),
    service.DEADLINES: (DeadlinePolicy, _deadlines),
    service.ESCALATION: (EscalationSteps, _escalation),
    closing.CLOSING: (ClosingPolicy, _closing),
    closing.LIMITS: (RemedyLimits, _limits),
    handovers.ANSWER_HOURS: (int, _value(count_text)),
    "minimum_n": (int, _value(count_text)),
    "closed_bands": (tuple[int, int], _value(_bands)),
    "checklist_target": (float, _value(lambda share: percent_text(share, 0))),
}
"""What each group of settings is stored as, and how its body is worded."""
