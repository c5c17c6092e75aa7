"""Invented compliments, suggestions and enquiries as rows, from texts in the resources."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from csq_desktop.demo.cases import CHANNELS, COLUMNS, DemoShop
from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import due_from
from csq_desktop.domain.complaints.facts import EventKind, Severity
from csq_desktop.domain.complaints.kinds import OTHER_KINDS, FeedbackKind
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.complaints.complaints import summary_of
from csq_desktop.storage.tables.row import seconds

SHARES = {FeedbackKind.COMPLIMENT: 5, FeedbackKind.SUGGESTION: 2, FeedbackKind.ENQUIRY: 6}
"""How often each kind comes, of thirteen."""
_IS_LINKED = 0.4


@dataclass(frozen=True)
class InventedFeedback:
    """One record: its row in the order of COLUMNS, and its history."""

    row: tuple[Any, ...]
    events: tuple[tuple[int, int, EventKind, str], ...]


def kind_drawn(dice: random.Random) -> FeedbackKind:
    """What kind the next one is."""
    return dice.choices(OTHER_KINDS, [SHARES[kind] for kind in OTHER_KINDS])[0]


def record(
    dice: random.Random,
    desk: DemoShop,
    number: tuple[int, str],
    received: datetime,
    kind: FeedbackKind,
) -> InventedFeedback:
    """What was received at a moment, under its id and reference, with what became of it by now."""
    text, reply = _texts(desk, kind)
    case, events = _course(dice, desk, received, kind, reply)
    entered_at = min(received + timedelta(minutes=dice.randrange(2, 25)), desk.year.now)
    linked = bool(desk.customers) and dice.random() < _IS_LINKED
    facts: dict[str, Any] = case_rows.stored_columns(case, desk.rules) | {
        "id": number[0],
        "ref": number[1],
        "channel": dice.choices([*CHANNELS], [*CHANNELS.values()])[0].value,
        "entered_at": seconds(entered_at),
        "entered_by": dice.choice(desk.users),
        "summary": summary_of(text),
        "words": text,
        "customer_id": dice.choice(desk.customers_by(received)) if linked else None,
        "owner_id": dice.choice(desk.team),
    }
    return InventedFeedback(tuple(facts.get(name, "") for name in COLUMNS), tuple(events))


def _texts(desk: DemoShop, kind: FeedbackKind) -> tuple[str, str]:
    """What was said, and what was replied to it."""
    language = desk.writer.language
    said = desk.writer.dice.choice(resource("feedback")[kind])
    return said["words"][language], said["reply"][language]


def _course(
    dice: random.Random, desk: DemoShop, received: datetime, kind: FeedbackKind, reply: str
) -> tuple[Case, list[tuple[int, int, EventKind, str]]]:
    began, now, rules = seconds(received), seconds(desk.year.now), desk.rules
    case = lifecycle.received(began, Severity.LOW, rules, now, kind=kind)
    user = dice.choice(desk.users)
    events = [(began, user, EventKind.LOGGED, "")]
    answered = due_from(rules.calendar, began, dice.choice((1, 2, 6, 14, 30)) * 3600)
    if answered <= now:
        case = lifecycle.reply(case, rules, answered)
        events.append((answered, user, EventKind.ANSWERED, reply))
    closed = due_from(rules.calendar, answered, dice.choice((0, 1, 10)) * 3600)
    if closed <= now:
        case = lifecycle.close(case, rules, closed)
        events.append((closed, user, EventKind.CLOSED, ""))
    return case, events


def moments(dice: random.Random, stream: Iterator[datetime]) -> Iterator[datetime]:
    """The moments of a stream, each some minutes later than that of a complaint."""
    for moment in stream:
        yield moment + timedelta(minutes=dice.randrange(1, 50))
