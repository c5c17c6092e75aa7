"""Invented complaints as rows: what was said, when it was answered, how it ended."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from csq_desktop.demo import stories
from csq_desktop.demo.improvements import Wish
from csq_desktop.demo.seasons import Year
from csq_desktop.demo.stories import Telling, Writer
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import DAY, business_between, due_from
from csq_desktop.domain.complaints.facts import (
    Channel,
    EventKind,
    Finding,
    Severity,
)
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.complaints.complaints import summary_of

COLUMNS = (
    "id", "ref", "channel", "entered_at", "entered_by", "category", "summary", "words",
    "remedy_sought", "touch_point", "product", "immediate_action", "their_reference",
    "customer_id", "owner_id", "finding_note", "cause", "cause_code", *case_rows.STORED,
)  # fmt: skip
CATEGORIES = {
    "till.waiting": 17, "staff.rude": 9, "staff.no_help": 5, "product.defective": 18,
    "product.unsafe": 1, "refund.late": 7, "refund.refused": 7, "price.differs": 10,
    "delivery.wrong_item": 4, "delivery.late": 6, "after_sales.late": 6,
    "after_sales.no_news": 4, "premises.fitting_room": 4, "premises.comfort": 3,
    "privacy.disclosed": 1,
}  # fmt: skip
CHANNELS = {
    Channel.COUNTER: 46, Channel.TELEPHONE: 18, Channel.EMAIL: 10, Channel.WHATSAPP: 15,
    Channel.WEB: 6, Channel.SOCIAL: 4, Channel.LETTER: 1,
}  # fmt: skip
_SEVERITIES = {Severity.LOW: 34, Severity.MEDIUM: 48, Severity.HIGH: 16, Severity.CRITICAL: 2}
_FINDINGS = {
    Finding.UPHELD: 48, Finding.PARTLY: 22, Finding.NOT_UPHELD: 21, Finding.UNFOUNDED: 9,
}  # fmt: skip
_LEFT_LYING, _PROMISED = timedelta(days=11), timedelta(days=8)
"""Some of the cases younger than the first are still unanswered, and overdue past the second."""


@dataclass(frozen=True)
class DemoShop:
    """What cases are invented from: the shop's rules, people and time."""

    year: Year
    rules: ShopRules
    users: tuple[int, ...]
    team: tuple[int, ...]
    customers: range
    writer: Writer
    forgotten: datetime | None = None
    """When the case came in that nobody has answered; see `forgotten`."""

    def customers_by(self, moment: datetime) -> range:
        """Those who were customers by then; the first one always was."""
        joined = int(len(self.customers) * self.year.share_joined(moment))
        return self.customers[: max(1, joined)]


@dataclass(frozen=True)
class InventedCase:
    """One invented complaint: its row in the order of COLUMNS, and its history."""

    row: tuple[Any, ...]
    events: tuple[tuple[int, int, EventKind, str], ...]
    wish: Wish | None = None


def forgotten(year: Year, received: Iterable[datetime]) -> datetime | None:
    """The newest moment whose case is overdue but not yet old enough to be settled."""
    oldest, newest = year.now - _LEFT_LYING, year.now - _PROMISED
    return max((moment for moment in received if oldest < moment < newest), default=None)


def case(
    dice: random.Random, desk: DemoShop, number: tuple[int, str], received: datetime
) -> InventedCase:
    """The case received at a moment, under its id and reference."""
    facts, telling = _facts(dice, desk, number, received)
    course, reply = _course(dice, desk, facts, telling)
    facts |= course
    events = tuple(sorted(_events(desk, facts, reply), key=lambda event: event[0]))
    row = tuple(_stored(facts.get(name)) for name in COLUMNS)
    return InventedCase(row, events, _wish(desk, facts, telling))


def _wish(desk: DemoShop, facts: dict[str, Any], telling: Telling) -> Wish | None:
    """What is to be done when a complaint was upheld, where the story says so."""
    title = telling.optional("action", desk.writer.language)
    is_upheld = bool(facts["finding"]) and Finding(facts["finding"]).counts_as_upheld
    return Wish(title, facts["id"], facts["owner_id"]) if title and is_upheld else None


def _facts(
    dice: random.Random, desk: DemoShop, number: tuple[int, str], received: datetime
) -> tuple[dict[str, Any], Telling]:
    month = Month.of(received.astimezone(desk.year.zone).date())
    weights = dict(CATEGORIES)
    weights["till.waiting"] += int(70 * desk.year.trouble(month))
    category = _drawn(dice, weights)
    channel, severity = _drawn(dice, CHANNELS), _severity(dice, desk, received)
    is_anonymous = dice.random() < 0.22 or not desk.customers
    scene = stories.Scene(category, severity, month.number, month == desk.year.bad)
    telling = stories.drawn(desk.writer, scene)
    facts = {
        "id": number[0],
        "ref": number[1],
        "channel": channel,
        "received_at": received,
        "received_month": month,
        "entered_at": min(received + timedelta(minutes=dice.randrange(2, 25)), desk.year.now),
        "entered_by": dice.choice(desk.users),
        "category": category,
        "severity": severity,
        "their_reference": "",
        "customer_id": None if is_anonymous else dice.choice(desk.customers_by(received)),
        "owner_id": dice.choice(desk.team),
        "finding_note": "",
        "cause": "",
        "cause_code": "",
    }
    return facts | _telling_texts(desk, telling, facts), telling


def _telling_texts(desk: DemoShop, telling: Telling, facts: dict[str, Any]) -> dict[str, str]:
    """What is entered when the complaint comes in; only the words may be in another language."""
    theirs = stories.customers_language(
        desk.writer, facts["channel"], is_anonymous=facts["customer_id"] is None
    )
    words = desk.writer.dice.choice(telling.story["words"])
    was_there = facts["channel"] is Channel.COUNTER or facts["severity"] is Severity.CRITICAL
    return {
        "summary": summary_of(telling.text(words, desk.writer.language)),
        "words": telling.text(words, theirs),
        "remedy_sought": telling.optional("sought", desk.writer.language),
        "touch_point": telling.story["touch_point"],
        "product": telling.product(desk.writer.language),
        "immediate_action": telling.optional("at_once", desk.writer.language) if was_there else "",
    }


def _course(
    dice: random.Random, desk: DemoShop, facts: dict[str, Any], telling: Telling
) -> tuple[dict[str, Any], str]:
    """The case acknowledged, answered and closed, as far as that lies before now; and the reply."""
    received, now, rules = int(facts["received_at"].timestamp()), desk.year.now, desk.rules
    case = lifecycle.received(received, facts["severity"], rules, int(now.timestamp()))
    acknowledged, answered = _moments(dice, desk, facts, case)
    closed = due_from(rules.calendar, answered, dice.choice((1, 3, 10, 22, 34)) * 3600)
    today, reply = int(now.timestamp()), ""
    texts: dict[str, object] = {}
    if acknowledged <= today:
        case = lifecycle.acknowledge(case, acknowledged, today)
        if dice.random() < 0.5:
            case = lifecycle.investigate(case)
            texts["looked_into_at"] = min(acknowledged + 1800, answered, today)
    if answered <= today:
        ending = stories.answered(desk.writer, telling, _drawn(dice, _FINDINGS))
        outcome, reply = ending.outcome, ending.reply
        case = lifecycle.answer(case, outcome, rules, answered)
        texts |= {"finding_note": outcome.finding_note}
        texts |= {"cause": outcome.cause, "cause_code": outcome.cause}
    is_over = closed <= today
    case = lifecycle.close(case, rules, closed) if is_over else _waiting(dice, case, today)
    return {**case_rows.stored_columns(case, rules), **texts}, reply


def _moments(
    dice: random.Random, desk: DemoShop, facts: dict[str, Any], case: Case
) -> tuple[int, int]:
    """When the case is acknowledged and answered; what has not come yet lies ahead."""
    now, age = int(desk.year.now.timestamp()), desk.year.now - facts["received_at"]
    trouble = desk.year.trouble(facts["received_month"])
    ack_late, late = 0.04 + 0.08 * trouble, 0.07 + 0.12 * trouble
    acknowledged = _done(dice, desk, (case.received_at, case.ack_due_at), late=ack_late)
    answered = _done(dice, desk, (case.received_at, case.resolve_due_at), late=late)
    if dice.random() < _left_lying(age) or facts["received_at"] == desk.forgotten:
        answered = now + 2 * DAY
    if age < timedelta(hours=14) and dice.random() < 0.6:
        acknowledged = now + 3 * 3600
    return acknowledged, max(answered, acknowledged)


def _severity(dice: random.Random, desk: DemoShop, received: datetime) -> Severity:
    drawn: Severity = _drawn(dice, _SEVERITIES)
    return Severity.HIGH if received == desk.forgotten else drawn


def _left_lying(age: timedelta) -> float:
    """How likely a case of this age is still unanswered; the oldest of these are overdue."""
    if age > _LEFT_LYING:
        return 0.0
    return 0.5 if age > _PROMISED else 0.15


def _waiting(dice: random.Random, case: Case, now: int) -> Case:
    """Now and then an open case waits for the customer to answer."""
    if case.acknowledged_at is None or case.resolved_at is not None or case.resolve_due_at is None:
        return case
    since = case.acknowledged_at + 2 * 3600
    waits = dice.random() < 0.15 and since < min(now, case.resolve_due_at)
    return lifecycle.wait(case, since) if waits else case


def _done(dice: random.Random, desk: DemoShop, span: tuple[int, int | None], *, late: float) -> int:
    """When a clock was stopped, the shop being open: mostly well in time, sometimes after."""
    received, due = span
    seconds = business_between(desk.rules.calendar, received, due or received)
    share = 1.02 + dice.expovariate(4) if dice.random() < late else dice.betavariate(1.6, 3.0)
    return due_from(desk.rules.calendar, received, int(seconds * share))


def _events(
    desk: DemoShop, facts: dict[str, Any], reply: str
) -> Iterator[tuple[int, int, EventKind, str]]:
    """The lines of the history, each with what was written down then."""
    writer, by = desk.writer, facts["entered_by"]
    written = stories.of_category(facts["category"])
    acknowledged = writer.acknowledgement(facts["channel"])
    closed_at = facts.get("closed_at")
    closing = writer.closing(facts["remedy_kind"]) if closed_at else ""
    lines = [
        (facts["entered_at"], EventKind.LOGGED, ""),
        (facts["acknowledged_at"], EventKind.ACKNOWLEDGED, acknowledged),
        (facts.get("looked_into_at"), EventKind.INVESTIGATING, written["checks"][writer.language]),
        (facts["waiting_since"], EventKind.WAITING, written["waits"][writer.language]),
        (facts["resolved_at"], EventKind.ANSWERED, reply),
        (closed_at, EventKind.CLOSED, closing),
    ]
    for at, kind, text in lines:
        if at is not None:
            yield _stored(at), by, kind, text


def _drawn(dice: random.Random, weights: dict[Any, int]) -> Any:
    return dice.choices(list(weights), list(weights.values()))[0]


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, Month):
        return value.code
    return value.value if isinstance(value, (Channel, Severity)) else value
