"""Referrals outside: what can be recorded, and where one stands on a day."""

from dataclasses import replace
from datetime import date

import pytest

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.domain.referrals.facts import (
    NewReferral,
    Referral,
    ReferralOutcome,
    ReferralResult,
    ReferralState,
    check,
    check_outcome,
)
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.errors import UserError

MONDAY, FRIDAY, TODAY = date(2026, 10, 5), date(2026, 10, 9), date(2026, 10, 12)
NEW = NewReferral("consumer_council", FRIDAY, referral_reason="They asked", answer_due_on=TODAY)
REFERRAL = Referral(
    1, 2, "C-2026-0001", None, "customs", FRIDAY, "May", "", "They asked", "", TODAY, None, None, ""
)  # fmt: skip
OUTCOME = ReferralOutcome(TODAY, ReferralResult.SETTLED)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"referred_to": ""}, "referred_to"),
        ({"referral_reason": " "}, "referral_reason"),
        ({"referral_reason": "x" * 2_001}, "referral_reason"),
        ({"referred_on": date(2026, 10, 4)}, "referred_on"),
        ({"referred_on": date(2026, 10, 13)}, "referred_on"),
        ({"answer_due_on": date(2026, 10, 8)}, "answer_due_on"),
        ({}, ""),
        ({"answer_due_on": None, "referred_on": MONDAY}, ""),
    ],
)
def test_a_referral_has_a_body_a_reason_and_a_possible_day(
    changed: dict[str, object], field: str
) -> None:
    new = replace(NEW, **changed)  # type: ignore[arg-type]  # a table of fields
    if not field:
        check(new, MONDAY, TODAY)
        return
    with pytest.raises(UserError) as refused:
        check(new, MONDAY, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("on", [date(2026, 10, 8), date(2026, 10, 13)])
def test_an_outcome_comes_after_the_referral_and_not_tomorrow(on: date) -> None:
    check_outcome(REFERRAL, OUTCOME, TODAY)
    with pytest.raises(UserError) as refused:
        check_outcome(REFERRAL, replace(OUTCOME, answered_on=on), TODAY)
    assert refused.value.field == "answered_on"


def test_a_referral_waits_is_overdue_after_its_day_and_is_answered() -> None:
    states = [REFERRAL.state(day) for day in (TODAY, date(2026, 10, 13))]
    assert states == [ReferralState.WAITING, ReferralState.OVERDUE]
    assert replace(REFERRAL, answer_due_on=None).state(date(2027, 1, 1)) is ReferralState.WAITING
    assert replace(REFERRAL, answered_on=TODAY).state(TODAY) is ReferralState.ANSWERED
    assert [state.label for state in ReferralState] == [
        "Waiting for an answer", "Answer overdue", "Outcome recorded",
    ]  # fmt: skip
    assert len({state.tone for state in ReferralState}) == 3


def test_the_history_says_the_outcome() -> None:
    facts = (StepFacts(after="settled"), StepFacts())
    texts = [step_text(EventKind.REFERRED, "By letter", each, HONG_KONG) for each in facts]
    assert texts == ["Settled between the two. By letter", "By letter"]
