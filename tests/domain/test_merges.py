"""Two records of one complaint: what the survivor takes over, and its clocks."""

from dataclasses import replace
from typing import Any

import pytest

from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import ComplaintRef, EventKind, Severity, State
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.redating import Surroundings
from csq_desktop.domain.merges import rules
from csq_desktop.domain.merges.facts import Unmerged
from csq_desktop.domain.merges.rules import Pair
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.errors import UserError
from tests.domain.complaints.shop_case import HOUR, RULES, at

NOON = at(0, 12)
AROUND = Surroundings(at(1))


def case(received: int, *, acknowledged: int | None = None, **facts: Any) -> Case:
    begun = lifecycle.received(received, Severity.MEDIUM, RULES, received)
    if acknowledged is not None:
        begun = lifecycle.acknowledged(begun, acknowledged)
    return replace(begun, **facts)


@pytest.mark.parametrize(
    ("survivor", "other", "received", "acknowledged"),
    [
        (case(NOON), case(NOON + HOUR), NOON, None),
        (case(NOON), case(NOON - HOUR), NOON - HOUR, None),
        (case(NOON), case(NOON - HOUR, acknowledged=NOON), NOON - HOUR, NOON),
        (
            case(NOON, acknowledged=NOON + HOUR),
            case(NOON - HOUR, acknowledged=NOON),
            NOON - HOUR,
            NOON,
        ),
        (case(NOON, acknowledged=NOON), case(NOON, acknowledged=NOON + HOUR), NOON, NOON),
    ],
)
def test_a_complaint_received_twice_was_received_and_acknowledged_at_the_first(
    survivor: Case, other: Case, received: int, acknowledged: int | None
) -> None:
    after = rules.merged(Pair(survivor, other), RULES, AROUND)
    assert (after.received_at, after.acknowledged_at) == (received, acknowledged)
    alone = lifecycle.received(received, Severity.MEDIUM, RULES, received)
    assert (after.ack_due_at, after.resolve_due_at) == (alone.ack_due_at, alone.resolve_due_at)
    assert after.state is (State.ACKNOWLEDGED if acknowledged else State.RECEIVED)


def test_what_has_no_clocks_is_not_acknowledged() -> None:
    pair = Pair(
        *(
            lifecycle.received(NOON, Severity.LOW, RULES, NOON, kind=FeedbackKind.ENQUIRY)
            for _ in range(2)
        )
    )
    spoilt = Pair(pair.survivor, replace(pair.merged, acknowledged_at=NOON))
    assert rules.merged(spoilt, RULES, AROUND).acknowledged_at is None


@pytest.mark.parametrize(
    ("other", "is_same", "why"),
    [
        (case(NOON), True, "another complaint"),
        (case(NOON, kind=FeedbackKind.ENQUIRY), False, "same kind"),
        (case(NOON, removed_at=NOON), False, "is voided"),
    ],
)
def test_what_cannot_be_one_complaint(other: Case, is_same: bool, why: str) -> None:
    rules.check(Pair(case(NOON), case(NOON)), is_same=False)
    with pytest.raises(UserError, match=why):
        rules.check(Pair(case(NOON), other), is_same=is_same)


def test_only_what_the_survivor_does_not_say_is_filled() -> None:
    nothing = dict.fromkeys(rules.FILLED, "") | {"customer_id": None, "owner_id": 7}
    other = dict.fromkeys(rules.FILLED, "") | {"customer_id": 5, "owner_id": 6, "product": "Lamp"}
    assert rules.filled(nothing, other) == {"customer_id": 5, "product": "Lamp"}


@pytest.mark.parametrize(
    ("words", "others", "joined", "parted"),
    [
        ("Slow.", "Rude.", "Slow.\n\nRude.", "Slow."),
        ("Slow. Rude.", "Rude.", "Slow. Rude.", None),
        ("Rude.", "Slow. Rude.", "Slow. Rude.", None),
    ],
)
def test_words_are_joined_once_and_parted_again(
    words: str, others: str, joined: str, parted: str | None
) -> None:
    assert rules.joined(words, others) == joined
    assert rules.parted(joined, others) == parted


def test_the_history_names_the_other_record() -> None:
    facts = StepFacts(before="C-1", after="C-2")
    kinds = (EventKind.MERGED, EventKind.UNMERGED, EventKind.SPLIT, EventKind.PROBLEM)
    texts = [step_text(kind, "", facts, HONG_KONG) for kind in kinds]
    assert texts == [
        "C-1 goes on in C-2.", "C-1 stands by itself again.",
        "C-2 holds the second matter of C-1.", "Joined to a problem.",
    ]  # fmt: skip
    left = step_text(EventKind.PROBLEM, "", StepFacts(), HONG_KONG)
    assert left == "No longer part of a problem."
    assert Unmerged(ComplaintRef(1, "C-1"), 1).back_text == "1 entry put back."
